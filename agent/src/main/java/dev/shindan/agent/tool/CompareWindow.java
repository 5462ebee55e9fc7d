package dev.shindan.agent.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.Deviation;
import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One metric of a target since the onset against the same time of day earlier: what looks like a
 * change within an hour is often what happens every day at this hour.
 *
 * <p>The raw output is two texts of {@link SeriesLines}, the present first.
 */
public final class CompareWindow implements Tool {
  /** The name of the tool. */
  public static final String NAME = "compare_window";

  private static final int ROWS_MAX = 5;

  /** The cut of Iglewicz and Hoaglin (1993) for modified z scores. */
  private static final double Z_MIN = 3.5;

  /** A last sample older than so many steps says nothing about now. */
  private static final double FRESH_STEPS = 2.5;

  private final MetricChanges changes;
  private final MetricChangesSettings settings;
  private final ToolSpec spec;

  public CompareWindow(MetricSource source, Inventory inventory, MetricChangesSettings settings) {
    this.changes = new MetricChanges(source, inventory, settings);
    this.settings = settings;
    this.spec =
        new ToolSpec(
            NAME,
            "Is this metric of this target since the onset what it was at the same time earlier?",
            List.of(
                MetricArguments.metric(),
                Argument.number("hours", "hours earlier to compare with", 24, 1, 24 * 35),
                MetricArguments.minutes(
                    "minutes before the onset, and before that time earlier, to begin at",
                    settings)),
            MetricArguments.selector("__name__=~\"METRIC.*\"", settings)
                + ", now and HOURS earlier",
            CompareWindowFacts.class,
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
    Duration back = Duration.ofHours(hours(call));
    Fetched now = changes.fetch(call, context);
    if (!(now instanceof Fetched.Output present)) {
      return now;
    }
    Fetched then =
        changes.fetch(
            call,
            new CallContext(
                context.investigation(),
                context.onset().minus(back),
                context.now().minus(back),
                context.timeout()));
    return then instanceof Fetched.Output past
        ? new Fetched.Output(RawOutput.of(present.raw().text() + past.raw().text()))
        : then;
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    List<String> lines = raw.text().lines().toList();
    int second = 1;
    while (second < lines.size() && SeriesLines.ofOneSeries(lines.get(second))) {
      second++;
    }
    if (second >= lines.size()) {
      return unreadable("the recorded series of the earlier window are missing");
    }
    Optional<SeriesLines> now = SeriesLines.read(lines.subList(0, second));
    Optional<SeriesLines> then = SeriesLines.read(lines.subList(second, lines.size()));
    if (now.isEmpty() || then.isEmpty()) {
      return unreadable("the recorded series have no readable first line");
    }
    List<CompareWindowFacts.Row> rows = rows(now.get(), then.get());
    if (rows.isEmpty() && !(now.get().complete() && then.get().complete())) {
      return unreadable("the store left something out and gave no series of both windows");
    }
    if (rows.isEmpty()) {
      return new ToolAnswer.Empty(
          "series of %s with samples since the onset and %d h earlier"
              .formatted(call.arguments().getOrDefault("metric", ""), hours(call)));
    }
    return ToolAnswer.Observed.of(facts(call, now.get(), then.get(), rows));
  }

  private static ToolAnswer unreadable(String what) {
    return new ToolAnswer.Failed(FailureKind.UNREADABLE, what);
  }

  private static int hours(ToolCall call) {
    return Integer.parseInt(call.arguments().getOrDefault("hours", "24"));
  }

  private CompareWindowFacts facts(
      ToolCall call, SeriesLines now, SeriesLines then, List<CompareWindowFacts.Row> rows) {
    return new CompareWindowFacts(
        rows.stream().limit(ROWS_MAX).toList(),
        rows.size(),
        (int) rows.stream().filter(CompareWindowFacts.Row::unusual).count(),
        hours(call),
        now.header().origin(),
        now.complete() && then.complete(),
        now.quote());
  }

  /** Series that both windows have, those that differ the most first. */
  private List<CompareWindowFacts.Row> rows(SeriesLines now, SeriesLines then) {
    Measures present = new Measures(now.series());
    Measures past = new Measures(then.series());
    Map<Map<String, String>, Series> earlier = new HashMap<>();
    then.series().forEach(series -> earlier.put(series.labels(), past.of(series).shown()));
    return now.series().stream()
        .flatMap(
            series ->
                Optional.ofNullable(earlier.get(series.labels()))
                    .flatMap(other -> row(present.of(series), now.header(), other))
                    .stream())
        .sorted(
            Comparator.comparingDouble((CompareWindowFacts.Row row) -> -Math.abs(row.robustZ()))
                .thenComparing(row -> new TreeMap<>(row.labels()).toString()))
        .toList();
  }

  private Optional<CompareWindowFacts.Row> row(
      Measures.Measure now, SeriesLines.Header header, Series then) {
    double[] since = since(now.shown(), header);
    return Deviation.of(then.values(), since, 0)
        .map(
            deviation -> {
              Map<String, String> labels = new TreeMap<>(now.shown().labels());
              labels.put("__name__", now.name());
              settings.addressLabels().forEach(labels::remove);
              return new CompareWindowFacts.Row(
                  labels,
                  deviation.after(),
                  deviation.before(),
                  Robust.sigma(then.values()),
                  deviation.z(),
                  Math.abs(deviation.z()) >= Z_MIN,
                  since.length,
                  then.values().length);
            });
  }

  /**
   * The samples since the onset; when none is that young, the last one unless it is out of date.
   */
  private static double[] since(Series series, SeriesLines.Header header) {
    long[] times = series.epochMillis();
    int from = (int) Arrays.stream(times).filter(time -> time < header.onset()).count();
    boolean current =
        times.length > 0
            && header.end() - times[times.length - 1] <= FRESH_STEPS * header.stepMillis();
    return Arrays.copyOfRange(
        series.values(), from == times.length && current ? from - 1 : from, times.length);
  }
}
