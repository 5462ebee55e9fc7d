package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CompareWindowTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));

  private static final Instant A_DAY_EARLIER = ONSET.minus(Duration.ofHours(24));
  private static final ToolCall CALL =
      ToolCall.of(CompareWindow.NAME, "app1", Map.of("metric", "node_load1", "hours", "24"));

  @Test
  void theSameHeightADayEarlierIsUsual() throws Exception {
    CompareWindowFacts facts = facts(store(9, 9));

    assertThat(facts.unusualCount()).isZero();
    assertThat(facts.hours()).isEqualTo(24);
    CompareWindowFacts.Row row = facts.series().getFirst();
    assertThat(row.labels()).isEqualTo(Map.of("__name__", "node_load1"));
    assertThat(row.now()).isEqualTo(9);
    assertThat(row.then()).isEqualTo(9);
    assertThat(row.unusual()).isFalse();
  }

  @Test
  void aHeightThatWasNotThereADayEarlierIsUnusual() throws Exception {
    CompareWindowFacts facts = facts(store(9, 1));

    assertThat(facts.unusualCount()).isEqualTo(1);
    assertThat(facts.series().getFirst().now()).isEqualTo(9);
    assertThat(facts.series().getFirst().then()).isEqualTo(1);
    assertThat(facts.series().getFirst().robustZ()).isGreaterThan(3.5);
  }

  @Test
  void aStoreThatDoesNotReachBackThatFarIsEmptyAndNotUsual() throws Exception {
    Fetched fetched = tool(store(9, Double.NaN)).fetch(CALL, CONTEXT);

    assertThat(((Fetched.Settled) fetched).answer()).isInstanceOf(ToolAnswer.Empty.class);
  }

  @Test
  void aRecordThatWasCutBeforeTheEarlierWindowIsUnreadable() throws Exception {
    CompareWindow tool = tool(store(9, 9));
    String whole = ((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw().text();
    RawOutput cut = RawOutput.of(whole.substring(0, whole.length() / 2));

    assertThat(tool.read(CALL, cut, CONTEXT)).isInstanceOf(ToolAnswer.Failed.class);
  }

  @Test
  void aSumIsComparedByTheMeanItMakesAndNotByItsHeight() throws Exception {
    MetricSource growing =
        new ScriptedMetrics(
            (window, step) -> {
              long[] times = ScriptedMetrics.times(window, step);
              Series sum = series("request_seconds_sum", times, time -> time / 1000.0);
              Series count = series("request_seconds_count", times, time -> time / 500.0);
              return new Selection.Found(List.of(sum, count), true, "Prometheus");
            });

    CompareWindowFacts facts = facts(growing);

    assertThat(facts.unusualCount()).isZero();
    assertThat(facts.series())
        .extracting(row -> row.labels().get("__name__"), CompareWindowFacts.Row::now)
        .containsExactlyInAnyOrder(
            tuple("request_seconds_mean", 0.5), tuple("request_seconds_count", 2.0));
  }

  private static CompareWindowFacts facts(MetricSource store) throws Exception {
    CompareWindow tool = tool(store);
    RawOutput raw = ((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw();
    ToolAnswer.Observed answer = (ToolAnswer.Observed) tool.read(CALL, raw, CONTEXT);
    return Json.MAPPER.convertValue(answer.facts(), CompareWindowFacts.class);
  }

  private static CompareWindow tool(MetricSource store) {
    return new CompareWindow(store, ScriptedMetrics.APP1, MetricChangesSettings.byDefault());
  }

  /** The load is 1 until the onset, then as given; {@code NaN}: nothing is kept of that day. */
  private static MetricSource store(double today, double dayEarlier) {
    return new ScriptedMetrics(
        (window, step) -> {
          boolean earlier = earlier(window);
          double level = earlier ? dayEarlier : today;
          Instant rise = earlier ? A_DAY_EARLIER.minusSeconds(3600) : ONSET;
          Series load =
              series(
                  "node_load1",
                  ScriptedMetrics.times(window, step),
                  time -> time < rise.toEpochMilli() ? 1 : level);
          return new Selection.Found(
              Double.isNaN(level) ? List.of() : List.of(load), true, "Prometheus");
        });
  }

  private static boolean earlier(Window window) {
    return window.start().isBefore(A_DAY_EARLIER.plusSeconds(1));
  }

  private static Series series(String name, long[] times, LongToDoubleFunction value) {
    return new Series(
        Map.of("__name__", name, "instance", "app1:9"),
        times,
        LongStream.of(times).mapToDouble(value).toArray());
  }
}
