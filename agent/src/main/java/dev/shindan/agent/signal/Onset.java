package dev.shindan.agent.signal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * When many series changed together. Each split of each series counts with the square of what its
 * clarity exceeds chance by, and the split with the largest sum is the onset: a single series'
 * change at another time weighs little against many at one time. The formula is our own; it is a
 * plain sum of excess CUSUM statistics as used for common breaks in panels (Bai, "Common breaks in
 * means and variances for panel data", 2010).
 *
 * @param index of the first sample since the onset; the number of samples when nothing changed
 * @param support the sum at it
 */
record Onset(int index, double support) {
  /** The part of the window by which a told onset may be wrong at half the weight. */
  private static final double TRUST = 1.0 / 3;

  /**
   * @param told where the onset is said to be; weighs a little, since alerts come late; negative
   *     when nothing was told
   */
  static Onset of(List<SplitStatistics> series, int length, int told) {
    double[] support = new double[length];
    for (SplitStatistics one : series) {
      for (int k = 0; k < length; k++) {
        double excess = Math.max(one.clarity()[k] * one.independence() - SplitStatistics.CHANCE, 0);
        support[k] += excess * excess;
      }
    }
    if (Arrays.stream(support).allMatch(sum -> sum == 0)) {
      return new Onset(told < 0 ? length : told, 0);
    }
    for (int k = 0; k < length && told >= 0; k++) {
      double distance = (k - told) / (length * TRUST);
      support[k] /= 1 + distance * distance;
    }
    int best = IntStream.range(0, length).reduce(0, (a, b) -> support[b] > support[a] ? b : a);
    return new Onset(best, support[best]);
  }
}
