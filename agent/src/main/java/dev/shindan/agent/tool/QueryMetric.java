package dev.shindan.agent.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The course of one metric of a target before and since the onset, as the store has it. It asks the
 * store as {@code metric_changes} does, for the one metric.
 */
public final class QueryMetric implements Tool {
  /** The name of the tool. */
  public static final String NAME = "query_metric";

  private static final int ROWS_MAX = 5;

  private final MetricChanges changes;
  private final MetricChangesSettings settings;
  private final ToolSpec spec;

  public QueryMetric(MetricSource source, Inventory inventory, MetricChangesSettings settings) {
    this.changes = new MetricChanges(source, inventory, settings);
    this.settings = settings;
    this.spec =
        new ToolSpec(
            NAME,
            "What were the values of this metric of this target before and since the onset?",
            List.of(
                MetricArguments.metric(),
                MetricArguments.minutes("minutes before the onset to begin at", settings)),
            MetricArguments.selector("__name__=~\"METRIC.*\"", settings),
            QueryMetricFacts.class,
            new Basis("metric"),
            Set.of(),
            Duration.ofSeconds(60),
            Cost.LIGHT);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return changes.appliesTo(target);
  }

  @Override
  public Optional<String> check() {
    return changes.check();
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    return changes.fetch(call, context);
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return SeriesLines.read(raw.text())
        .filter(QueryMetric::sampled)
        .<ToolAnswer>map(lines -> ToolAnswer.Observed.of(facts(lines)))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "none of the recorded series can be read"));
  }

  private static boolean sampled(SeriesLines lines) {
    return lines.series().stream().anyMatch(series -> series.values().length > 0);
  }

  private QueryMetricFacts facts(SeriesLines lines) {
    SeriesLines.Header header = lines.header();
    return new QueryMetricFacts(
        lines.series().stream()
            .filter(series -> series.values().length > 0)
            .map(series -> row(series, header))
            .sorted(
                Comparator.comparingDouble((QueryMetricFacts.Row row) -> -move(row))
                    .thenComparing(row -> new TreeMap<>(row.labels()).toString()))
            .limit(ROWS_MAX)
            .toList(),
        lines.series().size(),
        header.stepMillis() / 1000.0,
        header.origin(),
        lines.complete(),
        lines.quote());
  }

  private QueryMetricFacts.Row row(Series series, SeriesLines.Header header) {
    long[] times = series.epochMillis();
    double[] values = series.values();
    int split = (int) Arrays.stream(times).filter(time -> time < header.onset()).count();
    int resets = 0;
    int gaps = 0;
    for (int i = 1; i < values.length; i++) {
      resets += values[i - 1] > 0 && values[i] <= values[i - 1] / 10 ? 1 : 0;
      gaps += times[i] - times[i - 1] > 2.5 * header.stepMillis() ? 1 : 0;
    }
    Map<String, String> labels = new TreeMap<>(series.labels());
    settings.addressLabels().forEach(labels::remove);
    return new QueryMetricFacts.Row(
        labels,
        side(Arrays.copyOfRange(values, 0, split)),
        side(Arrays.copyOfRange(values, split, values.length)),
        values[values.length - 1],
        Instant.ofEpochMilli(times[times.length - 1]),
        resets,
        gaps);
  }

  private static Optional<QueryMetricFacts.Side> side(double[] values) {
    if (values.length == 0) {
      return Optional.empty();
    }
    double min = Arrays.stream(values).min().orElse(0);
    double max = Arrays.stream(values).max().orElse(0);
    return Optional.of(new QueryMetricFacts.Side(values.length, min, Robust.median(values), max));
  }

  /** How far the median moved, as a part of the larger of both. */
  private static double move(QueryMetricFacts.Row row) {
    if (row.before().isEmpty() || row.since().isEmpty()) {
      return 1;
    }
    double before = row.before().get().median();
    double since = row.since().get().median();
    double larger = Math.max(Math.abs(before), Math.abs(since));
    return larger == 0 ? 0 : Math.abs(since - before) / larger;
  }
}
