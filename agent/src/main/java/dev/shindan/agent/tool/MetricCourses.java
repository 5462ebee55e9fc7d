package dev.shindan.agent.tool;

import dev.shindan.agent.signal.ChangePoint;
import dev.shindan.agent.signal.ChangePoints;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code metric_changes} or {@code query_metric} put on record, as lines that can be drawn.
 *
 * @param changed all series that changed, those that {@code courses} leaves out included
 * @param courses those that changed most first
 */
public record MetricCourses(
    Instant start,
    Instant onset,
    Instant end,
    Duration step,
    String origin,
    int series,
    int changed,
    boolean complete,
    List<MetricCourse> courses) {
  /** More samples than a store is asked for; what claims to be longer is not drawn. */
  private static final int SAMPLES_MAX = 5_000;

  public MetricCourses {
    courses = List.copyOf(courses);
  }

  /** The series that changed; empty when the output cannot be read. */
  public static Optional<MetricCourses> changed(RawOutput raw, int max) {
    return SeriesLines.read(raw.text()).map(lines -> report(lines).courses(true, max));
  }

  /** All series, also the steady ones; empty when the output cannot be read. */
  public static Optional<MetricCourses> all(RawOutput raw, int max) {
    return SeriesLines.read(raw.text()).map(lines -> report(lines).courses(false, max));
  }

  private static ChangeReport report(SeriesLines lines) {
    return new ChangeReport(lines, addressLabels(lines.header()));
  }

  /** A selector of these tools begins with the label of the address. */
  private static List<String> addressLabels(SeriesLines.Header header) {
    return header.selectors().stream()
        .filter(selector -> selector.startsWith("{") && selector.contains("=~"))
        .map(selector -> selector.substring(1, selector.indexOf("=~")))
        .toList();
  }

  /** On an even grid, so that missing samples are seen as such. */
  static List<MetricCourse.Turn> turns(Series series, long stepMillis) {
    long[] times = series.epochMillis();
    if (times.length == 0 || (times[times.length - 1] - times[0]) / stepMillis > SAMPLES_MAX) {
      return List.of();
    }
    int slots = (int) Math.round((times[times.length - 1] - times[0]) / (double) stepMillis) + 1;
    double[] grid = new double[slots];
    Arrays.fill(grid, Double.NaN);
    for (int i = 0; i < times.length; i++) {
      grid[(int) Math.round((times[i] - times[0]) / (double) stepMillis)] = series.values()[i];
    }
    List<MetricCourse.Turn> turns = new ArrayList<>();
    for (ChangePoint point : ChangePoints.of(grid)) {
      Instant at = Instant.ofEpochMilli(times[0] + point.index() * stepMillis);
      turns.add(new MetricCourse.Turn(at, point.kind()));
    }
    return turns;
  }
}
