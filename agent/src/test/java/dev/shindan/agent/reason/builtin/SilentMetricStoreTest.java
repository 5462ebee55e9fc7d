package dev.shindan.agent.reason.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import dev.shindan.agent.tool.ScriptedMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Healthy hosts beside a metric store that is not: the verdict is never that nothing is wrong. */
final class SilentMetricStoreTest {
  private enum State {
    WHOLE,
    DOWN,
    SLOW,
    HALF,
    HALF_AND_NOTHING,
    LAGGING
  }

  @Test
  void aWholeStoreOfSteadyMetricsLeavesNoFault() throws Exception {
    assertThat(verdict(State.WHOLE).outcome()).isEqualTo(Outcome.NO_FAULT);
  }

  @Test
  void aStoreThatIsDownIsNamed() throws Exception {
    assertSeen(verdict(State.DOWN), "connection refused: store:9090");
  }

  @Test
  void aStoreThatIsSlowIsNamed() throws Exception {
    assertSeen(verdict(State.SLOW), "timed out: store:9090");
  }

  @Test
  void aStoreThatAnswersHalfIsNamed() throws Exception {
    assertSeen(verdict(State.HALF), "the metric store left something out");
  }

  @Test
  void aStoreThatLeftEverythingOutIsNamed() throws Exception {
    assertSeen(verdict(State.HALF_AND_NOTHING), "left something out and gave nothing");
  }

  @Test
  void aStoreWhoseSamplesAllEndEarlyIsNamed() throws Exception {
    assertSeen(verdict(State.LAGGING), "was seen only until");
  }

  private static void assertSeen(Verdict verdict, String words) {
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("metric_changes", "app1", words));
    assertThat(verdict.summary()).anySatisfy(claim -> assertThat(claim.text()).contains(words));
  }

  private static Verdict verdict(State state) throws InterruptedException {
    return new SimulatedHosts(
            Optional.of(new ScriptedMetrics((window, step) -> answer(state, window, step))))
        .investigate("", "app1");
  }

  private static Selection answer(State state, Window window, Duration step) {
    return switch (state) {
      case DOWN ->
          new Selection.Unavailable(
              Selection.Reason.CONNECTION_REFUSED, "store:9090 listens no more");
      case SLOW ->
          new Selection.Unavailable(Selection.Reason.TIMED_OUT, "store:9090 was waited for");
      case HALF_AND_NOTHING -> new Selection.Found(List.of(), false, "store:9090");
      case LAGGING ->
          new Selection.Found(
              Stream.of("up", "load1", "cpu_seconds_total")
                  .map(
                      name ->
                          steady(
                              name,
                              new Window(
                                  window.start(), window.end().minus(window.length().dividedBy(4))),
                              step))
                  .toList(),
              true,
              "store:9090");
      case WHOLE, HALF ->
          new Selection.Found(
              List.of(steady("up", window, step)), state == State.WHOLE, "store:9090");
    };
  }

  private static Series steady(String name, Window window, Duration step) {
    long[] times = ScriptedMetrics.times(window, step);
    return new Series(
        Map.of("__name__", name), times, LongStream.of(times).mapToDouble(_ -> 1).toArray());
  }
}
