package dev.shindan.agent.signal;

import java.util.Arrays;

/**
 * Durations before and after.
 *
 * @param superiority the chance that one after is longer than one before, ties half (the area under
 *     the ROC curve; Mann and Whitney, 1947)
 */
public record Slowdown(
    int countBefore,
    int countAfter,
    double medianBeforeMicros,
    double medianAfterMicros,
    double superiority) {
  /** Durations on each side without which nothing is said. */
  static final int COUNT_MIN = 3;

  private static final double HALF_COUNT = 4;

  /** Eight times as long is as bad as it gets. */
  private static final double DOUBLINGS_FULL = 3;

  /** A fifth of a whole request added is as bad as it gets. */
  private static final double MATERIAL_SHARE = 0.2;

  /** The arrays are not changed. */
  static Slowdown of(double[] before, double[] after) {
    if (before.length == 0 || after.length == 0) {
      return new Slowdown(before.length, after.length, 0, 0, 0.5);
    }
    double[] sorted = before.clone();
    Arrays.sort(sorted);
    double above = 0;
    for (double value : after) {
      above += below(sorted, value, false) + below(sorted, value, true);
    }
    return new Slowdown(
        before.length,
        after.length,
        Robust.median(before),
        Robust.median(after),
        above / 2 / before.length / after.length);
  }

  public double addedMicros() {
    return medianAfterMicros - medianBeforeMicros;
  }

  /**
   * From 0 to 1: surely longer, by a factor that matters, by a time that matters, and seen often
   * enough; the product of the four, each from 0 to 1.
   *
   * @param requestMicros how long a whole request used to take
   */
  double strength(double requestMicros) {
    if (countBefore < COUNT_MIN || countAfter < COUNT_MIN || addedMicros() <= 0) {
      return 0;
    }
    double count = 2.0 / (1.0 / countBefore + 1.0 / countAfter);
    double doublings = Math.log(medianAfterMicros / Math.max(medianBeforeMicros, 1)) / Math.log(2);
    double material = MATERIAL_SHARE * Math.max(requestMicros, 1);
    return Math.clamp(2 * superiority - 1, 0, 1)
        * Math.clamp(doublings / DOUBLINGS_FULL, 0, 1)
        * Math.min(1, addedMicros() / material)
        * count
        / (count + HALF_COUNT);
  }

  /** How many are less than the value, or also equal to it. */
  private static int below(double[] sorted, double value, boolean equalToo) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || equalToo && sorted[middle] == value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
