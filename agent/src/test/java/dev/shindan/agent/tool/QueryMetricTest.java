package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QueryMetricTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));

  /** One counter that starts anew at the onset and then pauses for ten minutes. */
  private static final MetricSource COUNTER =
      new ScriptedMetrics(
          (_, _) -> {
            long onset = ONSET.toEpochMilli();
            long[] times = {onset - 45_000, onset - 30_000, onset - 15_000, onset, onset + 600_000};
            Series series =
                new Series(
                    Map.of("__name__", "requests_total", "instance", "app1:9", "path", "/"),
                    times,
                    new double[] {100, 110, 120, 5, 40});
            return new Selection.Found(List.of(series), false, "recent and old");
          });

  @Test
  void bothSidesResetsAndGapsAreTold() throws Exception {
    QueryMetric tool =
        new QueryMetric(COUNTER, ScriptedMetrics.APP1, MetricChangesSettings.byDefault());
    ToolCall call = ToolCall.of(QueryMetric.NAME, "app1", Map.of("metric", "requests_total"));
    RawOutput raw = ((Fetched.Output) tool.fetch(call, CONTEXT)).raw();
    ToolAnswer.Observed answer = (ToolAnswer.Observed) tool.read(call, raw, CONTEXT);
    QueryMetricFacts facts = Json.MAPPER.convertValue(answer.facts(), QueryMetricFacts.class);

    assertThat(facts.complete()).isFalse();
    assertThat(facts.origin()).isEqualTo("recent and old");
    assertThat(facts.series()).hasSize(1);
    QueryMetricFacts.Row row = facts.series().getFirst();
    assertThat(row.labels()).isEqualTo(Map.of("__name__", "requests_total", "path", "/"));
    assertThat(row.before()).contains(new QueryMetricFacts.Side(3, 100, 110, 120));
    assertThat(row.since()).contains(new QueryMetricFacts.Side(2, 5, 22.5, 40));
    assertThat(row.resets()).isEqualTo(1);
    assertThat(row.gaps()).isEqualTo(1);
    assertThat(row.last()).isEqualTo(40);
  }
}
