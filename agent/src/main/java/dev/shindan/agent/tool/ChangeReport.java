package dev.shindan.agent.tool;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.signal.SeriesChange;
import dev.shindan.agent.signal.SeriesChange.Direction;
import dev.shindan.agent.signal.SeriesComparison;
import dev.shindan.agent.source.Series;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes the facts of {@code metric_changes} of the series that were fetched. */
final class ChangeReport {
  private static final int MISSING_MAX = 5;
  private static final int LABEL_LENGTH_MAX = 60;

  /** Fewer series that end together may have ended by chance. */
  private static final int LAGGING_SERIES_MIN = 3;

  /** Steps after which a newest sample is old; as long as for a run of missing ones. */
  private static final double OLD_STEPS = 2.5;

  private final SeriesLines lines;
  private final Set<String> hiddenLabels;
  private final Measures measures;

  /** A series with what it is compared by. */
  private record Compared(
      Series seen, Series shown, String name, String kind, String unit, SeriesChange change) {
    boolean changed() {
      return change.direction() != Direction.STEADY;
    }
  }

  /**
   * @param addressLabels left out of the facts, as the target is known
   */
  ChangeReport(SeriesLines lines, List<String> addressLabels) {
    this.lines = lines;
    this.hiddenLabels = new HashSet<>(addressLabels);
    hiddenLabels.add("__name__");
    this.measures = new Measures(lines.series());
  }

  MetricChangesFacts facts(int changesMax) {
    List<Compared> all = compared();
    List<Compared> changed = all.stream().filter(Compared::changed).toList();
    return new MetricChangesFacts(
        changed.stream().limit(changesMax).map(this::change).toList(),
        all.size(),
        changed.size(),
        count(changed, Direction.APPEARED),
        count(changed, Direction.GONE),
        (int) all.stream().filter(one -> new MetricName(one.name()).latency()).count(),
        (int) all.stream().filter(ChangeReport::error).count(),
        lines.complete() && lagMillis() == 0,
        missing(all),
        lagMillis() == 0 ? Optional.empty() : Optional.of(lagMillis() / 1000),
        Instant.ofEpochMilli(lines.header().onset()).toString(),
        Json.write(lines.header()));
  }

  /**
   * The same series with their samples.
   *
   * @param changedOnly whether steady ones are left out
   */
  MetricCourses courses(boolean changedOnly, int max) {
    List<Compared> all = compared();
    SeriesLines.Header header = lines.header();
    return new MetricCourses(
        Instant.ofEpochMilli(header.start()),
        Instant.ofEpochMilli(header.onset()),
        Instant.ofEpochMilli(header.end()),
        Duration.ofMillis(header.stepMillis()),
        header.origin(),
        all.size(),
        (int) all.stream().filter(Compared::changed).count(),
        lines.complete(),
        all.stream()
            .filter(one -> one.changed() || !changedOnly)
            .limit(max)
            .map(this::course)
            .toList());
  }

  private MetricCourse course(Compared one) {
    return new MetricCourse(
        one.name(),
        labels(one.seen()),
        one.kind(),
        one.unit(),
        one.change(),
        one.shown(),
        MetricCourses.turns(one.shown(), lines.header().stepMillis()),
        Json.write(new TreeMap<>(one.seen().labels())));
  }

  /**
   * All series, those that changed most first; what exporters tell of themselves after the rest.
   */
  private List<Compared> compared() {
    SeriesComparison comparison = comparison();
    return lines.series().stream()
        .map(series -> compared(series, comparison))
        .sorted(
            Comparator.comparing((Compared one) -> !one.changed())
                .thenComparing(one -> new MetricName(one.name()).ofMonitoring())
                .thenComparing(Comparator.comparingDouble(one -> -weight(one)))
                .thenComparing(Compared::name)
                .thenComparing(one -> new TreeMap<>(one.seen().labels()).toString()))
        .toList();
  }

  /**
   * The window begins with the first sample of all, and ends with the last where the store lags:
   * before and after it the store itself knew nothing.
   */
  private SeriesComparison comparison() {
    long end = lines.header().end() - lagMillis();
    long first =
        lines.series().stream()
            .filter(series -> series.epochMillis().length > 0)
            .mapToLong(series -> series.epochMillis()[0])
            .min()
            .orElse(lines.header().start());
    long start = Math.clamp(first, Math.min(lines.header().start(), end), end);
    return new SeriesComparison(
        new Window(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end)),
        Instant.ofEpochMilli(lines.header().onset()),
        Duration.ofMillis(lines.header().stepMillis()));
  }

  /**
   * How long before the end of the window the newest sample of all series is, when several series
   * end there together; 0 when it is young. One series that ends is gone; when none goes on, it is
   * the store that knows no more, or its clock is behind ours.
   */
  private long lagMillis() {
    long step = lines.header().stepMillis();
    long newest =
        lines.series().stream().mapToLong(ChangeReport::last).max().orElse(Long.MIN_VALUE);
    long together = lines.series().stream().filter(series -> last(series) >= newest - step).count();
    boolean old = newest != Long.MIN_VALUE && lines.header().end() - newest > OLD_STEPS * usual();
    return old && together >= LAGGING_SERIES_MIN ? lines.header().end() - newest : 0;
  }

  /** The time between two samples that is usual here, no less than the step asked for. */
  private double usual() {
    double[] gaps =
        lines.series().stream()
            .filter(series -> series.epochMillis().length > 1)
            .mapToDouble(
                series ->
                    (last(series) - series.epochMillis()[0])
                        / (double) (series.epochMillis().length - 1))
            .toArray();
    return Math.max(lines.header().stepMillis(), gaps.length == 0 ? 0 : Robust.median(gaps));
  }

  private static long last(Series series) {
    long[] times = series.epochMillis();
    return times.length == 0 ? Long.MIN_VALUE : times[times.length - 1];
  }

  private Compared compared(Series series, SeriesComparison comparison) {
    Measures.Measure measure = measures.of(series);
    return new Compared(
        series,
        measure.shown(),
        measure.name(),
        measure.kind(),
        measure.unit(),
        comparison.compare(series, measure.shown()));
  }

  /** What came or went has no z; it stands with a clear change of z 10. */
  private static double weight(Compared one) {
    return switch (one.change().direction()) {
      case APPEARED, GONE ->
          Math.log1p(10) * (one.change().before() != one.change().after() ? 1 : 0);
      case UP, DOWN, STEADY -> one.change().weight();
    };
  }

  private MetricChangesFacts.Change change(Compared one) {
    SeriesChange change = one.change();
    return new MetricChangesFacts.Change(
        one.name(),
        labels(one.seen()),
        one.kind(),
        one.unit(),
        rounded(change.before()),
        rounded(change.after()),
        change.changeRatio().map(ChangeReport::rounded),
        rounded(change.robustZ()),
        change.changedAt().toString(),
        change.direction().name().toLowerCase(Locale.ROOT));
  }

  private Map<String, String> labels(Series series) {
    Map<String, String> labels = new TreeMap<>(series.labels());
    labels.keySet().removeAll(hiddenLabels);
    labels.replaceAll(
        (name, value) ->
            value.length() <= LABEL_LENGTH_MAX
                ? value
                : value.substring(0, LABEL_LENGTH_MAX) + "…");
    return labels;
  }

  private List<String> missing(List<Compared> all) {
    return all.stream()
        .filter(one -> !one.change().missing().isEmpty())
        .sorted(
            Comparator.comparing((Compared one) -> one.change().direction() != Direction.GONE)
                .thenComparing(Compared::name))
        .limit(MISSING_MAX)
        .map(
            one -> {
              Window longest =
                  one.change().missing().stream()
                      .max(Comparator.comparing(Window::length))
                      .orElseThrow();
              return "%s%s: no sample from %s to %s"
                  .formatted(one.seen().name(), labels(one.seen()), longest.start(), longest.end());
            })
        .toList();
  }

  private static boolean error(Compared one) {
    Map<String, String> labels = one.seen().labels();
    return new MetricName(one.name()).error()
        || labels.getOrDefault("code", "").startsWith("5")
        || labels.getOrDefault("status", "").startsWith("5");
  }

  private static int count(List<Compared> changed, Direction direction) {
    return (int) changed.stream().filter(one -> one.change().direction() == direction).count();
  }

  /** Four significant digits: more is noise to a reader. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }
}
