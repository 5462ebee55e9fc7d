package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store gives that it should not, or does not give, is told and never taken for health. */
final class MetricFaultsTest {
  private static final Instant ONSET = Instant.parse("2026-03-01T03:15:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));
  private static final List<String> TOOLS =
      List.of(MetricChanges.NAME, QueryMetric.NAME, CompareWindow.NAME);

  @Test
  void anAnswerThatLeftOutAllThereWasIsAFailure() throws Exception {
    ScriptedMetrics.Answer half = (_, _) -> new Selection.Found(List.of(), false, "Thanos");
    for (String tool : TOOLS) {
      assertThat(ask(tool, half))
          .as(tool)
          .isInstanceOfSatisfying(
              ToolAnswer.Failed.class,
              failed -> assertThat(failed.detail()).contains("Thanos", "left something out"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-7200, 7200})
  void samplesOfAClockFarOffAreNoSamplesOfThatTime(long secondsOff) throws Exception {
    ScriptedMetrics.Answer skewed =
        (window, step) -> found(moved(series(window, step, _ -> 1, _ -> true), secondsOff));
    for (String tool : TOOLS) {
      assertThat(ask(tool, skewed))
          .as(tool)
          .isInstanceOfSatisfying(
              ToolAnswer.Empty.class,
              empty -> assertThat(empty.searched()).contains("samples of 1 series"));
    }
  }

  @Test
  void valuesThatAreNoNumbersAreNoSamples() throws Exception {
    for (double value : new double[] {Double.NaN, 1 / 0.0, -1 / 0.0}) {
      ScriptedMetrics.Answer wild =
          (window, step) -> found(series(window, step, _ -> value, _ -> true));
      for (String tool : TOOLS) {
        assertThat(ask(tool, wild)).as(tool).isInstanceOf(ToolAnswer.Empty.class);
      }
    }
  }

  @Test
  void aSeriesWithoutSamplesBesideAnotherIsMissing() throws Exception {
    ScriptedMetrics.Answer store =
        (window, step) ->
            new Selection.Found(
                List.of(
                    series(window, step, _ -> 1, _ -> true),
                    new Series(Map.of("__name__", "load5"), new long[0], new double[0])),
                true,
                "store");

    JsonNode facts = observed(MetricChanges.NAME, store);

    assertThat(facts.path("missing").path(0).asText()).startsWith("load5{}: no sample from");
  }

  @Test
  void nothingBeforeTheOnsetIsNotSteady() throws Exception {
    ScriptedMetrics.Answer young =
        (window, step) ->
            found(series(window, step, _ -> 1, time -> time >= ONSET.toEpochMilli() + 60_000));

    assertThat(ask(MetricChanges.NAME, young))
        .isInstanceOfSatisfying(
            ToolAnswer.Empty.class,
            empty ->
                assertThat(empty.searched())
                    .contains("samples before the onset", "the first is of 2026-03-01T03:16:00Z"));
  }

  @Test
  void twoSamplesOfOneTimeInAnyOrderAreThoseOfAnOrderlyStore() throws Exception {
    ScriptedMetrics.Answer orderly =
        (window, step) -> found(series(window, step, MetricFaultsTest::risen, _ -> true));
    ScriptedMetrics.Answer disorderly =
        (window, step) ->
            found(backwardsTwice(series(window, step, MetricFaultsTest::risen, _ -> true)));
    for (String tool : TOOLS) {
      assertThat(observed(tool, disorderly)).as(tool).isEqualTo(observed(tool, orderly));
    }
    assertThat(observed(MetricChanges.NAME, disorderly).path("seriesChanged").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-780, -300, -60})
  void tenMinutesWithoutSamplesAreTold(long fromSeconds) throws Exception {
    long from = ONSET.toEpochMilli() + fromSeconds * 1000;
    ScriptedMetrics.Answer gap =
        (window, step) ->
            found(series(window, step, _ -> 1, time -> time < from || time >= from + 600_000));

    assertThat(observed(MetricChanges.NAME, gap).path("missing").path(0).asText())
        .startsWith("load{}: no sample from");
    assertThat(observed(QueryMetric.NAME, gap).path("series").path(0).path("gaps").asInt())
        .isEqualTo(1);
  }

  @Test
  void aSeriesThatStoppedLongAgoIsNotComparedAsIfItWereNow() throws Exception {
    ScriptedMetrics.Answer stopped =
        (window, step) ->
            found(
                series(window, step, _ -> 1, time -> time < ONSET.minusSeconds(60).toEpochMilli()));

    assertThat(ask(CompareWindow.NAME, stopped)).isInstanceOf(ToolAnswer.Empty.class);
    assertThat(observed(MetricChanges.NAME, stopped).path("seriesGone").asInt()).isEqualTo(1);
    assertThat(observed(QueryMetric.NAME, stopped).path("series").path(0).path("since").isNull())
        .isTrue();
  }

  @Test
  void aStoreWhoseClockIsBehindIsNotATargetThatIsGone() throws Exception {
    long end = ONSET.plusSeconds(300).toEpochMilli();
    ScriptedMetrics.Answer behind =
        (window, step) ->
            many(4, which -> series(window, step, MetricFaultsTest::risen, time -> time <= end));

    JsonNode facts = observed(MetricChanges.NAME, behind);

    assertThat(facts.path("newestSecondsAgo").asLong()).isEqualTo(300);
    assertThat(facts.path("complete").asBoolean()).isFalse();
    assertThat(facts.path("seriesGone").asInt()).isZero();
    assertThat(facts.path("changes").path(0).path("direction").asText()).isEqualTo("up");
  }

  @Test
  void aSeriesThatEndsWhileOthersGoOnIsGone() throws Exception {
    long end = ONSET.plusSeconds(300).toEpochMilli();
    ScriptedMetrics.Answer store =
        (window, step) ->
            many(4, which -> series(window, step, _ -> 1, time -> which < 3 ? time <= end : true));

    JsonNode facts = observed(MetricChanges.NAME, store);

    assertThat(facts.path("newestSecondsAgo").isNull()).isTrue();
    assertThat(facts.path("complete").asBoolean()).isTrue();
    assertThat(facts.path("seriesGone").asInt()).isEqualTo(3);
  }

  @Test
  void oneSampleIsNeverSteady() throws Exception {
    ScriptedMetrics.Answer single =
        (window, step) ->
            found(series(window, step, _ -> 1, time -> time == window.start().toEpochMilli()));

    JsonNode facts = observed(MetricChanges.NAME, single);

    assertThat(facts.path("seriesChanged").asInt()).isEqualTo(1);
    assertThat(facts.path("missing")).isNotEmpty();
    assertThat(ask(CompareWindow.NAME, single)).isInstanceOf(ToolAnswer.Empty.class);
  }

  @Test
  void aCounterThatStartsAnewAtTheOnsetIsNoChangeOfItsRate() throws Exception {
    ScriptedMetrics.Answer restarted =
        (window, step) -> {
          Series all = series(window, step, MetricFaultsTest::counted, _ -> true);
          return found(
              new Series(Map.of("__name__", "requests_total"), all.epochMillis(), all.values()));
        };

    assertThat(observed(MetricChanges.NAME, restarted).path("seriesChanged").asInt()).isZero();
    assertThat(observed(QueryMetric.NAME, restarted).path("series").path(0).path("resets").asInt())
        .isEqualTo(1);
  }

  /** Ten a second, from 0 again at the onset. */
  private static double counted(long time) {
    long since = time - ONSET.toEpochMilli();
    return since < 0 ? 1_000_000 + since / 100.0 : since / 100.0 + 5;
  }

  private static double risen(long time) {
    return time < ONSET.toEpochMilli() ? 5 + time / 15_000 % 2 : 80;
  }

  private static Selection many(int count, IntFunction<Series> each) {
    return new Selection.Found(
        IntStream.range(0, count)
            .mapToObj(
                which -> {
                  Series one = each.apply(which);
                  return new Series(
                      Map.of("__name__", "load" + which), one.epochMillis(), one.values());
                })
            .toList(),
        true,
        "store");
  }

  private static Selection found(Series series) {
    return new Selection.Found(List.of(series), true, "store");
  }

  private static Series series(
      Window window, Duration step, LongToDoubleFunction value, LongPredicate there) {
    long[] times =
        LongStream.iterate(
                window.start().toEpochMilli(),
                time -> time <= window.end().toEpochMilli(),
                time -> time + step.toMillis())
            .filter(there)
            .toArray();
    return new Series(
        Map.of("__name__", "load", "instance", "app1:9"),
        times,
        LongStream.of(times).mapToDouble(value).toArray());
  }

  private static Series moved(Series series, long seconds) {
    return new Series(
        series.labels(),
        LongStream.of(series.epochMillis()).map(time -> time + seconds * 1000).toArray(),
        series.values());
  }

  private static Series backwardsTwice(Series series) {
    int count = series.values().length;
    long[] times = new long[2 * count];
    double[] values = new double[2 * count];
    for (int i = 0; i < 2 * count; i++) {
      times[i] = series.epochMillis()[count - 1 - i / 2];
      values[i] = series.values()[count - 1 - i / 2];
    }
    return new Series(series.labels(), times, values);
  }

  private static JsonNode observed(String tool, ScriptedMetrics.Answer store) throws Exception {
    ToolAnswer answer = ask(tool, store);
    assertThat(answer).as(tool).isInstanceOf(ToolAnswer.Observed.class);
    return ((ToolAnswer.Observed) answer).facts();
  }

  private static ToolAnswer ask(String name, ScriptedMetrics.Answer store) throws Exception {
    Tool tool = tool(name, store);
    ToolCall call =
        name.equals(MetricChanges.NAME)
            ? ToolCall.of(name, "app1")
            : ToolCall.of(name, "app1", Map.of("metric", "load"));
    return switch (tool.fetch(call, CONTEXT)) {
      case Fetched.Output output -> tool.read(call, output.raw(), CONTEXT);
      case Fetched.Settled settled -> settled.answer();
      case Fetched.Refused refused -> throw new AssertionError(refused.reason());
    };
  }

  private static Tool tool(String name, ScriptedMetrics.Answer store) {
    MetricChangesSettings settings = MetricChangesSettings.byDefault();
    MetricSource source = new ScriptedMetrics(store);
    return switch (name) {
      case MetricChanges.NAME -> new MetricChanges(source, ScriptedMetrics.APP1, settings);
      case QueryMetric.NAME -> new QueryMetric(source, ScriptedMetrics.APP1, settings);
      default -> new CompareWindow(source, ScriptedMetrics.APP1, settings);
    };
  }
}
