package dev.shindan.agent.reason.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Healthy hosts beside stores of logs and traces that are not. */
final class SilentStoresTest {
  enum State {
    QUIET,
    DOWN,
    SLOW,
    HALF
  }

  private record Logs(State state) implements LogSource {
    @Override
    public boolean holds(Target target) {
      return true;
    }

    @Override
    public LogAnswer search(LogQuery query, Duration timeout) {
      return switch (state) {
        case QUIET -> new LogAnswer.Found(List.of(), 0, List.of(), true, "loki:3100", List.of());
        case DOWN -> new LogAnswer.Unavailable(Reason.CONNECTION_REFUSED, "loki:3100 is down");
        case SLOW -> new LogAnswer.Unavailable(Reason.TIMED_OUT, "loki:3100 was waited for");
        case HALF ->
            new LogAnswer.Found(
                List.of(), 0, List.of(), false, "loki:3100", List.of("an ingester is away"));
      };
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  private record Spans(State state) implements TraceSource {
    @Override
    public Traces find(TraceQuery query, Duration timeout) {
      return switch (state) {
        case QUIET -> new Traces.Found(List.of(), true, "zipkin:9411");
        case DOWN -> new Traces.Unavailable(Reason.CONNECTION_REFUSED, "zipkin:9411 is down");
        case SLOW -> new Traces.Unavailable(Reason.TIMED_OUT, "zipkin:9411 was waited for");
        case HALF -> new Traces.Found(List.of(), false, "zipkin:9411");
      };
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  @Test
  void quietStoresLeaveNoFault() throws Exception {
    Verdict verdict = verdict(Optional.of(State.QUIET), Optional.of(State.QUIET));
    assertThat(verdict.outcome()).isEqualTo(Outcome.NO_FAULT);
  }

  @Test
  void storesThatAreNotConfiguredLeaveNoFault() throws Exception {
    assertThat(verdict(Optional.empty(), Optional.empty()).outcome()).isEqualTo(Outcome.NO_FAULT);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUIET")
  void aLogStoreThatDoesNotAnswerInWholeIsNamed(State state) throws Exception {
    assertNamed(verdict(Optional.of(state), Optional.of(State.QUIET)), "log_changes", "loki:3100");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUIET")
  void aTraceStoreThatDoesNotAnswerInWholeIsNamed(State state) throws Exception {
    assertNamed(
        verdict(Optional.of(State.QUIET), Optional.of(state)), "trace_changes", "zipkin:9411");
  }

  private static void assertNamed(Verdict verdict, String tool, String store) {
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains(tool, "app1", store));
    assertThat(verdict.summary())
        .anySatisfy(claim -> assertThat(claim.text()).contains(tool, store));
  }

  private static Verdict verdict(Optional<State> logs, Optional<State> traces)
      throws InterruptedException {
    return new SimulatedHosts(Optional.empty(), logs.map(Logs::new), traces.map(Spans::new))
        .investigate("", "app1");
  }
}
