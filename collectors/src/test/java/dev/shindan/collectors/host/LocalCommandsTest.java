package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.RawOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalCommandsTest {
  private final HostCommands commands = Gates.commandsHere();

  @Test
  void programsEndWithTheirOutputAndStatus() throws Exception {
    CommandResult.Exited exited =
        (CommandResult.Exited)
            run(Command.of("/bin/sh", "-c", "echo out $LC_ALL; echo err >&2; exit 3"), 60);
    assertThat(exited.status()).isEqualTo(3);
    assertThat(exited.stdout().text()).isEqualTo("out C\n");
    assertThat(exited.stderr()).isEqualTo("err\n");
    assertThat(exited.clockOffset()).contains(Duration.ZERO);
  }

  @Test
  void missingProgramsExitWith127() throws Exception {
    assertThat(run(Command.of("/usr/bin/no-such-program"), 60))
        .isInstanceOfSatisfying(
            CommandResult.Exited.class, exited -> assertThat(exited.status()).isEqualTo(127));
  }

  @Test
  void slowProgramsAreEnded() throws Exception {
    assertThat(run(Command.of("/bin/sleep", "600"), 1))
        .isInstanceOfSatisfying(
            CommandResult.NotRun.class,
            ended -> assertThat(ended.kind()).isEqualTo(FailureKind.TIMED_OUT));
  }

  @Test
  void oneCommandMoreThanThereMayBeIsDeniedAndOnRecord(@TempDir Path directory) throws Exception {
    HostLedger ledger = Gates.ledger();
    HostLimits one = new HostLimits(100, 1, 4, 5, Duration.ofMinutes(2), 10);
    HostCommands narrow = new LocalCommands(false, new HostGate(ledger, one));
    Path begun = directory.resolve("begun");
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CommandResult> first =
          callers.submit(
              () ->
                  narrow.run(
                      "localhost",
                      Command.of("/bin/sh", "-c", "touch " + begun + "; exec sleep 600"),
                      within(60)));
      Awaitility.await().until(() -> Files.exists(begun));
      assertThat(narrow.run("localhost", Command.of("/bin/true"), within(1)))
          .isInstanceOf(CommandResult.Denied.class);
      first.cancel(true);
    }
    assertThat(
            ledger.find(
                new HostLedger.Question(
                    Optional.of("localhost"), Optional.empty(), Instant.EPOCH, true, 10)))
        .singleElement()
        .satisfies(entry -> assertThat(entry.argv()).endsWith("/bin/true"));
  }

  @Test
  void hostsOutsideTheInventoryAreNotTouched() throws Exception {
    try (HostCommandsByInventory byInventory =
        new HostCommandsByInventory(
            HostInventory.ofThisMachine("me"), Gates.ledger(), Gates.WIDE, Clock.systemUTC())) {
      assertThat(byInventory.run("elsewhere", Command.of("/bin/true"), within(60)))
          .isInstanceOf(CommandResult.NotRun.class);
      assertThat(byInventory.run("localhost:/data", Command.of("/bin/true"), within(60)))
          .isInstanceOf(CommandResult.Exited.class);
    }
  }

  @Test
  void headAndTailAreCutAsRawOutputCutsThem() {
    Random random = new Random(7);
    int max = RawOutput.BYTES_MAX;
    for (int size : new int[] {0, 1, max / 2, max - 1, max, max + 1, max * 2, max * 3 + 17}) {
      byte[] all = new byte[size];
      random.nextBytes(all);
      HeadAndTail kept = new HeadAndTail();
      for (int at = 0; at < size; ) {
        int step = Math.min(size - at, 1 + random.nextInt(70_000));
        kept.write(all, at, step);
        at += step;
      }
      RawOutput expected = RawOutput.of(all);
      assertThat(kept.output().omittedBytes()).as("of %d", size).isEqualTo(expected.omittedBytes());
      assertThat(kept.output().bytes()).as("of %d", size).isEqualTo(expected.bytes());
    }
  }

  private CommandResult run(Command command, int seconds) throws InterruptedException {
    return commands.run("localhost", command, within(seconds));
  }

  private static CallContext within(int seconds) {
    return new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(seconds));
  }
}
