package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricChangesTest {
  private static final Instant ONSET = Instant.parse("2026-03-01T03:15:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i", ONSET, ONSET.plusSeconds(300), Duration.ofSeconds(5));
  private static final int SAMPLES = 81;

  private final Inventory inventory =
      new Inventory(
          List.of(
              new Target(
                  "app1",
                  TargetKind.HOST,
                  Set.of("10.0.0.1", "fd00::1"),
                  List.of(),
                  List.of(),
                  List.of(),
                  Map.of())));

  @Test
  void changesAreFoundAndTheWeightiestComesFirst() throws InterruptedException {
    JsonNode facts =
        facts(
            series("queue_depth", i -> i < 60 ? 5 + i % 2 : 80 + i % 2),
            series("cpu_ratio", i -> i < 60 ? 0.5 : 0.6),
            series("memory_bytes", i -> 1e9 + i % 5),
            series("up", i -> 1));

    assertThat(facts.path("seriesTotal").asInt()).isEqualTo(4);
    assertThat(facts.path("seriesChanged").asInt()).isEqualTo(2);
    JsonNode first = facts.path("changes").path(0);
    assertThat(first.path("metric").asText()).isEqualTo("queue_depth");
    assertThat(first.path("before").asDouble()).isEqualTo(5.5);
    assertThat(first.path("after").asDouble()).isEqualTo(80);
    assertThat(first.path("direction").asText()).isEqualTo("up");
    assertThat(first.path("changedAt").asText()).isEqualTo("2026-03-01T03:15:00Z");
    assertThat(facts.path("changes").path(1).path("unit").asText()).isEqualTo("ratio");
  }

  @Test
  void aCounterIsComparedByItsRateAndASumByItsMean() throws InterruptedException {
    JsonNode facts =
        facts(
            series("http_errors_total", i -> i < 60 ? i * 15.0 : 900 + (i - 60) * 150.0),
            series("request_duration_seconds_count", i -> i * 100.0),
            series("request_duration_seconds_sum", i -> i < 60 ? i * 10.0 : 600 + (i - 60) * 200.0),
            series("pg_locks_count", i -> i < 60 ? 2 : 30));

    Map<String, JsonNode> byMetric = new HashMap<>();
    facts.path("changes").forEach(change -> byMetric.put(change.path("metric").asText(), change));
    assertThat(byMetric)
        .containsOnlyKeys("http_errors_total", "request_duration_seconds_mean", "pg_locks_count");
    assertThat(
            byMetric
                .getOrDefault("http_errors_total", MissingNode.getInstance())
                .path("after")
                .asDouble())
        .isEqualTo(10);
    assertThat(
            byMetric
                .getOrDefault("request_duration_seconds_mean", MissingNode.getInstance())
                .path("after")
                .asDouble())
        .isEqualTo(2);
    assertThat(
            byMetric
                .getOrDefault("request_duration_seconds_mean", MissingNode.getInstance())
                .path("unit")
                .asText())
        .isEqualTo("seconds");
    assertThat(
            byMetric
                .getOrDefault("pg_locks_count", MissingNode.getInstance())
                .path("kind")
                .asText())
        .isEqualTo("value");
    assertThat(facts.path("errorSeries").asInt()).isEqualTo(1);
    assertThat(facts.path("latencySeries").asInt()).isEqualTo(2);
  }

  @Test
  void aSeriesThatIsGoneIsToldAsMissing() throws InterruptedException {
    JsonNode facts = facts(part("node_load1", 0, 62), series("up", i -> i < 62 ? 1 : 0));

    assertThat(facts.path("seriesGone").asInt()).isEqualTo(1);
    assertThat(facts.path("missing").path(0).asText())
        .isEqualTo("node_load1{}: no sample from 2026-03-01T03:15:15Z to 2026-03-01T03:20:00Z");
  }

  @Test
  void aStoreThatBeganLaterThanTheWindowMakesNothingAppear() throws InterruptedException {
    JsonNode facts = facts(part("a", 20, SAMPLES), part("b", 20, SAMPLES));
    assertThat(facts.path("seriesAppeared").asInt()).isZero();
  }

  @Test
  void onlyTheAddressesOfTheTargetAreAskedFor() throws InterruptedException {
    Stored stored = new Stored(new Selection.Found(List.of(), true, "store"));

    Fetched fetched = tool(stored).fetch(call(), CONTEXT);

    assertThat(stored.asked)
        .containsExactly(
            LabelMatcher.matching("instance", "(10\\.0\\.0\\.1|app1|\\[fd00\\:\\:1\\])(:[0-9]+)?"),
            new LabelMatcher("__name__", LabelMatcher.Operator.NOT_MATCHES, ".*_bucket"));
    assertThat(fetched)
        .isInstanceOfSatisfying(
            Fetched.Settled.class,
            settled ->
                assertThat(settled.answer().inWords())
                    .contains("nothing found", "instance=~", "store", "2026-03-01T03:00:00Z"));
  }

  @ParameterizedTest
  @EnumSource(Selection.Reason.class)
  void aStoreThatIsDownIsAFailureAndNeverNothing(Selection.Reason reason)
      throws InterruptedException {
    Fetched fetched =
        tool(new Stored(new Selection.Unavailable(reason, "store: down"))).fetch(call(), CONTEXT);
    ToolAnswer expected =
        reason == Selection.Reason.DENIED
            ? new ToolAnswer.Denied("store: down")
            : new ToolAnswer.Failed(FailureKind.valueOf(reason.name()), "store: down");
    assertThat(fetched).isEqualTo(new Fetched.Settled(expected));
  }

  @Test
  void readingTheRedactedRawOutputLaterGivesTheSameFacts() throws InterruptedException {
    Series labelled =
        new Series(
            Map.of("__name__", "jobs", "token", "hunter2secret"),
            times(0, SAMPLES),
            IntStream.range(0, SAMPLES).mapToDouble(i -> i < 60 ? 0.1 : 0.7).toArray());
    RawOutput raw = new Redaction().clean(fetch(labelled, series("up", i -> 1)));
    CallContext later =
        new CallContext("j", ONSET.plusSeconds(9), ONSET.plusSeconds(999), Duration.ofSeconds(1));
    MetricChanges tool = tool(new Stored(new Selection.Found(List.of(), true, "")));

    assertThat(raw.text()).doesNotContain("hunter2secret");
    assertThat(tool.read(call(), raw, later)).isEqualTo(tool.read(call(), raw, CONTEXT));
    assertThat(facts(raw).path("changes").path(0).path("after").asDouble()).isEqualTo(0.7);
    assertThat(facts(raw).path("complete").asBoolean()).isTrue();
    assertThat(raw.text()).startsWith(facts(raw).path("line").asText() + "\n");
  }

  @Test
  void brokenLinesMakeTheFactsIncompleteAndABrokenFirstLineIsUnreadable()
      throws InterruptedException {
    RawOutput raw = fetch(series("a", i -> i), series("b", i -> i));
    String cut = raw.text().substring(0, raw.text().length() - 20);

    assertThat(facts(RawOutput.of(cut)).path("complete").asBoolean()).isFalse();
    MetricChanges tool = tool(new Stored(new Selection.Found(List.of(), true, "")));
    for (String broken : List.of("", "garbage\n", "null", raw.text().substring(5))) {
      assertThat(tool.read(call(), RawOutput.of(broken), CONTEXT))
          .isInstanceOf(ToolAnswer.Failed.class);
    }
  }

  @Test
  void aThousandNoisySeriesMakeASmallAnswer() throws InterruptedException {
    List<Series> many = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      int shift = n;
      many.add(
          series("node_some_longer_metric_name_" + n + "_bytes", i -> i < 60 ? shift : 9e6 + i));
    }
    RawOutput raw = fetch(many.toArray(Series[]::new));

    JsonNode facts = facts(raw);
    assertThat(raw.omittedBytes()).isZero();
    assertThat(facts.path("seriesChanged").asInt()).isEqualTo(1000);
    assertThat(facts.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(3000);
  }

  private JsonNode facts(Series... series) throws InterruptedException {
    return facts(fetch(series));
  }

  private JsonNode facts(RawOutput raw) {
    MetricChanges tool = tool(new Stored(new Selection.Found(List.of(), true, "")));
    return ((ToolAnswer.Observed) tool.read(call(), raw, CONTEXT)).facts();
  }

  private RawOutput fetch(Series... series) throws InterruptedException {
    Stored stored = new Stored(new Selection.Found(List.of(series), true, "store"));
    return ((Fetched.Output) tool(stored).fetch(call(), CONTEXT)).raw();
  }

  private MetricChanges tool(MetricSource source) {
    return new MetricChanges(source, inventory, MetricChangesSettings.byDefault());
  }

  private static ToolCall call() {
    return ToolCall.of(MetricChanges.NAME, "app1", Map.of("minutes", "15", "top", "8"));
  }

  private static Series series(String name, IntToDoubleFunction value) {
    return new Series(
        Map.of("__name__", name),
        times(0, SAMPLES),
        IntStream.range(0, SAMPLES).mapToDouble(value).toArray());
  }

  private static Series part(String name, int from, int to) {
    return new Series(Map.of("__name__", name), times(from, to), new double[to - from]);
  }

  private static long[] times(int from, int to) {
    long begin = ONSET.minusSeconds(900).toEpochMilli();
    return IntStream.range(from, to).mapToLong(i -> begin + i * 15_000L).toArray();
  }

  /** A store that always answers the same. */
  private static final class Stored implements MetricSource {
    private final Selection answer;
    private final List<LabelMatcher> asked = new ArrayList<>();

    Stored(Selection answer) {
      this.answer = answer;
    }

    @Override
    public Selection select(
        List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
      asked.addAll(matchers);
      return answer;
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }
}
