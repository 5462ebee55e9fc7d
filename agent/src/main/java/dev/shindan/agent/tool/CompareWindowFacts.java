package dev.shindan.agent.tool;

import java.util.List;
import java.util.Map;

/**
 * One metric since the onset against the same time of day earlier.
 *
 * @param series that both windows have; those that differ the most first
 * @param seriesTotal also those not listed
 * @param unusualCount how many of all differ clearly
 * @param hours how much earlier the other window is
 * @param origin the store or tier that answered
 * @param complete false when the store left something out or did not answer in part
 * @param line the first line of the raw output
 */
public record CompareWindowFacts(
    List<Row> series,
    int seriesTotal,
    int unusualCount,
    int hours,
    String origin,
    boolean complete,
    String line) {
  public CompareWindowFacts {
    series = List.copyOf(series);
  }

  /**
   * One series; a counter by its rate per second, a sum by the mean it makes with its count, all
   * else in the unit of the metric.
   *
   * @param now median since the onset
   * @param then median of the earlier window
   * @param thenSigma robust standard deviation of the earlier window
   * @param robustZ {@code (now - then)} in such deviations, taken as no less than a twentieth of
   *     the level
   * @param unusual {@code |robustZ|} of 3.5 or more
   */
  public record Row(
      Map<String, String> labels,
      double now,
      double then,
      double thenSigma,
      double robustZ,
      boolean unusual,
      int samplesNow,
      int samplesThen) {
    public Row {
      labels = Map.copyOf(labels);
    }
  }
}
