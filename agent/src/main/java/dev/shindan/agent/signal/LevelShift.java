package dev.shindan.agent.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a row of samples most likely moved to another level.
 *
 * @param index of the first sample at the new level
 * @param statistic how far the ranks on the two sides differ, in standard deviations
 */
public record LevelShift(int index, double statistic) {
  /** Samples that the split may be moved by after the ranks have found it. */
  private static final int SETTLE_MAX = 3;

  /**
   * The split with the largest standardised Wilcoxon rank sum, {@code |2 R(k) - k (n+1)| / sqrt(k
   * (n-k) (n+1) / 3)} with {@code R(k)} the sum of the ranks of the first k samples (Pettitt, 1979;
   * maximally selected as in Lausen and Schumacher, 1992). It asks for no time given from outside,
   * so a late alert does not blur it, and ranks keep single spikes from mattering.
   *
   * @param segmentMin samples that each side has at least
   * @return empty when there are too few samples or all are equal
   */
  public static Optional<LevelShift> find(double[] values, int segmentMin) {
    int count = values.length;
    double[] ranks = ranks(values);
    double sum = 0;
    int best = -1;
    double bestStatistic = 0;
    for (int k = 1; k <= count - segmentMin; k++) {
      sum += ranks[k - 1];
      if (k < segmentMin) {
        continue;
      }
      double spread = Math.sqrt((double) k * (count - k) * (count + 1) / 3);
      double statistic = Math.abs(2 * sum - (double) k * (count + 1)) / spread;
      if (statistic > bestStatistic + 1e-9) {
        best = k;
        bestStatistic = statistic;
      }
    }
    return best < 0
        ? Optional.empty()
        : Optional.of(new LevelShift(settled(values, best, segmentMin), bestStatistic));
  }

  /**
   * Moves the split by a few samples until those beside it are nearer to the level of their own
   * side: ranks alone give an unusually high last sample of the old level to the new one.
   */
  private static int settled(double[] values, int split, int segmentMin) {
    double before = Robust.median(Arrays.copyOfRange(values, 0, split));
    double after = Robust.median(Arrays.copyOfRange(values, split, values.length));
    int last = Math.min(split + SETTLE_MAX, values.length - segmentMin);
    int first = Math.max(split - SETTLE_MAX, segmentMin);
    int settled = split;
    while (settled < last && nearer(values[settled], before, after)) {
      settled++;
    }
    while (settled <= split && settled > first && nearer(values[settled - 1], after, before)) {
      settled--;
    }
    return settled;
  }

  private static boolean nearer(double value, double to, double than) {
    return Math.abs(value - to) < Math.abs(value - than);
  }

  /** Ranks from 1; equal values share the mean of theirs. */
  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
