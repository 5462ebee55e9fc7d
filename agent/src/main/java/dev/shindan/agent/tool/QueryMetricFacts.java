package dev.shindan.agent.tool;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The course of one metric of a target on both sides of the onset.
 *
 * @param series that match; those that moved the most stand first
 * @param seriesTotal also those not listed
 * @param stepSeconds between two samples
 * @param origin the store or tier that answered
 * @param complete false when the store left something out or did not answer in part
 * @param line the first line of the raw output
 */
public record QueryMetricFacts(
    List<Row> series,
    int seriesTotal,
    double stepSeconds,
    String origin,
    boolean complete,
    String line) {
  public QueryMetricFacts {
    series = List.copyOf(series);
  }

  /**
   * One series, as the store has it.
   *
   * @param before of the samples before the onset; empty when there is none
   * @param since of the samples since the onset; empty when there is none
   * @param resets how often it fell to a tenth or less, as a counter does that starts anew
   * @param gaps stretches of more than two steps without a sample
   */
  public record Row(
      Map<String, String> labels,
      Optional<Side> before,
      Optional<Side> since,
      double last,
      Instant lastAt,
      int resets,
      int gaps) {
    public Row {
      labels = Map.copyOf(labels);
    }
  }

  /** The samples of one side of the onset. */
  public record Side(int samples, double min, double median, double max) {}
}
