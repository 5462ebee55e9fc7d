package dev.shindan.agent.signal;

import dev.shindan.agent.model.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one series differs before and after the time it changed.
 *
 * @param before median before the change; 0 when there is no sample before
 * @param after median since the change; 0 when there is no sample since
 * @param changeRatio {@code after / before}; empty when before is 0
 * @param robustZ {@code (after - before) / sigma of before}, at most 100 either way
 * @param changedAt first sample at the new level, or the last one of a series that is gone
 * @param missing runs without samples inside the window, in order
 */
public record SeriesChange(
    Direction direction,
    double before,
    double after,
    Optional<Double> changeRatio,
    double robustZ,
    Instant changedAt,
    List<Window> missing) {

  /** Which way a series went. */
  public enum Direction {
    STEADY,
    UP,
    DOWN,
    /** No sample before, samples since. */
    APPEARED,
    /** Samples before, none up to the end of the window. */
    GONE
  }

  public SeriesChange {
    missing = List.copyOf(missing);
  }

  /**
   * Larger for what a reader should see first: {@code ln(1 + |z|) · |after - before| / (|after| +
   * |before|)}, so that neither a tiny move of a very quiet series nor a large one of a very noisy
   * series leads. The weighting is our own.
   */
  public double weight() {
    double sum = Math.abs(before) + Math.abs(after);
    return sum == 0 ? 0 : Math.log1p(Math.abs(robustZ)) * Math.abs(after - before) / sum;
  }
}
