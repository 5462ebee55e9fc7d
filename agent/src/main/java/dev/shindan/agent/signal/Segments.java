package dev.shindan.agent.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Cuts series that were sampled together into stretches, each of which is a straight line with
 * noise of its own: the cut with the least cost plus penalty, found exactly by dynamic programming
 * (Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005).
 */
final class Segments {
  /** Samples of the shortest stretch. */
  static final int SAMPLES_MIN = 5;

  /** A line may have no less than this part of the whole variance as its noise. */
  static final double VARIANCE_FLOOR = 0.01;

  /**
   * Times {@code ln n}, what a further stretch costs: its four parameters (start, level, slope,
   * variance) as in BIC (Schwarz, 1978), three times over, because neighbouring samples of real
   * series are not independent and n samples tell as much as a third of them would.
   */
  private static final double PENALTY = 3 * 4;

  private final LineFits[] fits;
  private final int length;
  private final double penalty;

  /**
   * @param series standardised to a variance of 1, all equally long
   */
  Segments(double[][] series) {
    fits = Arrays.stream(series).map(LineFits::new).toArray(LineFits[]::new);
    length = series[0].length;
    double samples = Arrays.stream(fits).mapToDouble(fit -> fit.samples(0, length)).max().orElse(0);
    penalty = PENALTY * Math.log(Math.max(samples, 2)) * fits.length;
  }

  /** The first sample of each stretch but the first; takes time with the square of the length. */
  List<Integer> starts() {
    double[] best = new double[length + 1];
    int[] from = new int[length + 1];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = -penalty;
    for (int to = 1; to <= length; to++) {
      for (int start = 0; start < to; start++) {
        if (best[start] < Double.POSITIVE_INFINITY && samples(start, to) >= SAMPLES_MIN) {
          offer(best, from, start, to);
        }
      }
    }
    List<Integer> starts = new ArrayList<>();
    for (int at = from[length]; at > 0; at = from[at]) {
      starts.add(at);
    }
    Collections.reverse(starts);
    return starts;
  }

  private void offer(double[] best, int[] from, int start, int to) {
    double cost = best[start] + cost(start, to) + penalty;
    if (cost < best[to]) {
      best[to] = cost;
      from[to] = start;
    }
  }

  private double samples(int start, int to) {
    return fits[0].samples(start, to);
  }

  double cost(int start, int to) {
    double cost = 0;
    for (LineFits fit : fits) {
      cost += fit.cost(start, to, VARIANCE_FLOOR);
    }
    return cost;
  }
}
