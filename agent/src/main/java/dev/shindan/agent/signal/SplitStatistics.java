package dev.shindan.agent.signal;

import java.util.Arrays;

/**
 * How clearly one series differs before and after each sample: the larger of two standardised rank
 * sums, one over the values, which sees a level move, and one over their distances from the median,
 * which sees the spread move (Pettitt, 1979; Mood's and Ansari-Bradley's idea of ranking
 * distances). With R(k) the sum of the first k of n ranks, {@code T(k) = |R(k) - k (n+1)/2| / √(s²
 * k (n-k) / n)}, s² the variance of the ranks, so that ties are accounted for.
 *
 * @param clarity T at each sample as the first one after the split; 0 where a side has too few
 * @param independence by how much neighbours that resemble each other lessen T: {@code √((1 - ρ) /
 *     (1 + ρ))}, ρ the correlation of neighbouring ranks within the two sides of the clearest split
 *     (Bartlett's effective sample size); 1 where T is nowhere above chance
 */
record SplitStatistics(float[] clarity, double independence) {
  /** Samples that each side has at least. */
  static final int SIDE_MIN = 5;

  /** The largest T over all splits that a series of pure noise is usually below. */
  static final double CHANCE = 3;

  private static final double CORRELATION_MAX = 0.98;

  /** Of a series in which NaN is a missing sample. */
  static SplitStatistics of(double[] values) {
    double[] seen = Robust.finite(values, 0, values.length);
    float[] clarity = new float[values.length];
    if (seen.length < 2 * SIDE_MIN) {
      return new SplitStatistics(clarity, 1);
    }
    double[] sorted = seen.clone();
    Arrays.sort(sorted);
    if (sorted[0] == sorted[sorted.length - 1]) {
      return new SplitStatistics(clarity, 1);
    }
    double[] level = rankSums(ranks(seen, sorted));
    double[] spread = rankSums(distanceRanks(seen, Robust.medianOfSorted(sorted)));
    int best = 0;
    double bestClarity = 0;
    int before = 0;
    for (int i = 0; i < values.length; i++) {
      double larger = Math.max(level[before], spread[before]);
      clarity[i] = (float) larger;
      if (larger > bestClarity) {
        bestClarity = larger;
        best = before;
      }
      before += Double.isFinite(values[i]) ? 1 : 0;
    }
    return new SplitStatistics(clarity, bestClarity < CHANCE ? 1 : independence(seen, best));
  }

  private static double[] distanceRanks(double[] seen, double median) {
    double[] distances = new double[seen.length];
    for (int i = 0; i < seen.length; i++) {
      distances[i] = Math.abs(seen[i] - median);
    }
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    return ranks(distances, sorted);
  }

  /** T by the number of samples before the split. */
  private static double[] rankSums(double[] ranks) {
    int n = ranks.length;
    double middle = (n + 1) / 2.0;
    double squares = 0;
    for (double rank : ranks) {
      squares += (rank - middle) * (rank - middle);
    }
    double[] statistics = new double[n + 1];
    if (squares == 0) {
      return statistics;
    }
    double variance = squares / (n - 1);
    double sum = 0;
    for (int k = 1; k <= n - SIDE_MIN; k++) {
      sum += ranks[k - 1] - middle;
      if (k >= SIDE_MIN) {
        statistics[k] = Math.abs(sum) / Math.sqrt(variance * k * (n - k) / n);
      }
    }
    return statistics;
  }

  /** Ranks from 1; equal values share the mean of theirs. */
  private static double[] ranks(double[] values, double[] sorted) {
    int different = 0;
    double[] of = new double[sorted.length];
    double[] unique = new double[sorted.length];
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      unique[different] = sorted[from];
      of[different++] = (from + 1 + to) / 2.0;
      from = to;
    }
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      ranks[i] = of[place(unique, different, values[i])];
    }
    return ranks;
  }

  /** Binary search by {@code ==}, to which 0 and -0 are equal. */
  private static int place(double[] unique, int count, double value) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (unique[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double independence(double[] seen, int split) {
    if (split == 0) {
      return 1;
    }
    double[] rest = seen.clone();
    double before = Robust.median(Arrays.copyOf(seen, split));
    double after = Robust.median(Arrays.copyOfRange(seen, split, seen.length));
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= i < split ? before : after;
    }
    double[] sorted = rest.clone();
    Arrays.sort(sorted);
    double[] ranks = ranks(rest, sorted);
    double middle = (ranks.length + 1) / 2.0;
    double together = 0;
    double squares = 0;
    for (int i = 0; i < ranks.length; i++) {
      squares += (ranks[i] - middle) * (ranks[i] - middle);
      together += i == 0 ? 0 : (ranks[i] - middle) * (ranks[i - 1] - middle);
    }
    double correlation = squares == 0 ? 0 : Math.clamp(together / squares, 0, CORRELATION_MAX);
    return Math.sqrt((1 - correlation) / (1 + correlation));
  }
}
