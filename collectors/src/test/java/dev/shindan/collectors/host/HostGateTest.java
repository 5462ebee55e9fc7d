package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostGateTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A ledger that takes intents, and whose disk is full when they end. */
  private static final class Full implements HostLedger {
    @Override
    public Admission admit(Intent intent, HostLimits limits) {
      return new Admission.Admitted("1");
    }

    @Override
    public void ended(String id, Ending ending) {
      throw new IllegalStateException("the disk is full");
    }

    @Override
    public void denied(Intent intent, String reason) {}

    @Override
    public List<Entry> find(Question question) {
      return List.of();
    }

    @Override
    public void strained(String host, Strain strain) {}

    @Override
    public Optional<Strain> strain(String host) {
      return Optional.empty();
    }
  }

  private final HostGate gate = new HostGate(new Full(), Gates.WIDE);

  @Test
  void whatBrokeACommandIsNotHiddenByARecordThatCannotBeWritten() {
    assertThatThrownBy(
            () ->
                gate.pass(
                    "app1",
                    "test",
                    HostGateTest::guarded,
                    MINUTE,
                    _ -> {
                      throw new IOException("the connection was lost");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the connection was lost");
  }

  @Test
  void whatACommandCameToIsNotLostWithTheRecordOfItsEnding() throws Exception {
    CommandResult.NotRun timedOut = new CommandResult.NotRun(FailureKind.TIMED_OUT, "slow");
    assertThat(gate.pass("app1", "test", HostGateTest::guarded, MINUTE, _ -> timedOut))
        .isEqualTo(timedOut);
  }

  private static GuardedCommand guarded(Duration within) {
    return GuardedCommand.of(Command.of("/bin/true"), within, false);
  }
}
