package dev.shindan.agent.tool;

import dev.shindan.agent.signal.ChangePoint;
import dev.shindan.agent.signal.SeriesChange;
import dev.shindan.agent.source.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A metric over the time around an onset, with what changed in it.
 *
 * @param labels those that tell it from others of its name
 * @param kind {@code value}, {@code rate} or {@code mean}: what {@code samples} are of the metric
 * @param unit empty when the name tells none
 * @param samples as they are compared: a counter's are rates
 * @param changePoints in order of time
 * @param line where the series stands in the raw output
 */
public record MetricCourse(
    String metric,
    Map<String, String> labels,
    String kind,
    String unit,
    SeriesChange change,
    Series samples,
    List<Turn> changePoints,
    String line) {
  /** A change point at its time. */
  public record Turn(Instant at, ChangePoint.Kind kind) {}

  public MetricCourse {
    labels = new TreeMap<>(labels);
    changePoints = List.copyOf(changePoints);
  }
}
