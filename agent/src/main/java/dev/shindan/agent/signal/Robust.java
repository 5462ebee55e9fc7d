package dev.shindan.agent.signal;

import java.util.Arrays;

/** Location and scale of samples, unmoved by a few wild ones. */
public final class Robust {
  /** Makes the MAD of normal data its standard deviation: 1 / Φ⁻¹(3/4) (Hampel, 1974). */
  private static final double MAD_TO_SIGMA = 1.4826;

  /** The same for the mean absolute deviation: √(π/2). */
  private static final double MEAN_DEVIATION_TO_SIGMA = 1.2533;

  private Robust() {}

  /**
   * The middle value, or the mean of the two middle ones.
   *
   * @throws IllegalArgumentException when there is no value
   */
  public static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values, no median");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return medianOfSorted(sorted);
  }

  /** The values from one index up to another that are numbers and not infinite. */
  static double[] finite(double[] values, int from, int to) {
    double[] finite = new double[to - from];
    int count = 0;
    for (int i = from; i < to; i++) {
      if (Double.isFinite(values[i])) {
        finite[count++] = values[i];
      }
    }
    return count == finite.length ? finite : Arrays.copyOf(finite, count);
  }

  /** The median of values that are in order already, at least one. */
  static double medianOfSorted(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The standard deviation as the median absolute deviation estimates it; where more than half of
   * the values are equal and it is 0, the mean absolute deviation does (Iglewicz and Hoaglin, "How
   * to Detect and Handle Outliers", 1993, p. 12).
   */
  public static double sigma(double[] values) {
    double median = median(values);
    double[] deviations = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      deviations[i] = Math.abs(values[i] - median);
    }
    double mad = median(deviations);
    return mad > 0
        ? MAD_TO_SIGMA * mad
        : MEAN_DEVIATION_TO_SIGMA * Arrays.stream(deviations).average().orElse(0);
  }
}
