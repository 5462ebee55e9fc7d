package dev.shindan.agent.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changed in the metrics of a target around the onset.
 *
 * @param changes the weightiest first; as many as asked for
 * @param seriesTotal series that were compared
 * @param seriesChanged of them, those that moved, appeared or are gone
 * @param seriesAppeared of them, without samples at the beginning of the window
 * @param seriesGone of them, without samples at the end of the window
 * @param latencySeries of them, those named for a duration or latency
 * @param errorSeries of them, those named for errors, failures or a 5xx status
 * @param complete false when the store or a cap left series out, or nothing is known of the end of
 *     the window
 * @param missing what is gone or has gaps, one line each, at most five
 * @param newestSecondsAgo how long before the end of the window the newest sample of all is, where
 *     that is so long that the store's clock or its intake lags, or nothing of the target is
 *     measured any more; changes are then those up to that sample, and nothing is known of the time
 *     since; else empty
 * @param onset the time compared around, unless a series shows one of its own; ISO 8601
 * @param line the first line of the raw output: window, step and store
 */
public record MetricChangesFacts(
    List<Change> changes,
    int seriesTotal,
    int seriesChanged,
    int seriesAppeared,
    int seriesGone,
    int latencySeries,
    int errorSeries,
    boolean complete,
    List<String> missing,
    Optional<Long> newestSecondsAgo,
    String onset,
    String line) {

  public MetricChangesFacts {
    changes = List.copyOf(changes);
    missing = List.copyOf(missing);
  }

  /**
   * One changed series.
   *
   * @param labels without the name and the address
   * @param kind {@code value}, {@code rate} of a counter, or {@code mean} of a sum and a count
   * @param unit guessed from the name; empty when it says none
   * @param before median before the change
   * @param after median since the change
   * @param changeRatio after / before; empty when before is 0
   * @param robustZ the change in standard deviations of what was before, at most 100 either way
   * @param changedAt the first sample at the new level, or the last of a series that is gone
   * @param direction {@code up}, {@code down}, {@code appeared} or {@code gone}
   */
  public record Change(
      String metric,
      Map<String, String> labels,
      String kind,
      String unit,
      double before,
      double after,
      Optional<Double> changeRatio,
      double robustZ,
      String changedAt,
      String direction) {
    public Change {
      labels = Map.copyOf(labels);
    }
  }
}
