package dev.shindan.agent.signal;

import dev.shindan.agent.signal.ChangePoint.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where series change their level, their slope or their variance, and where samples are
 * missing.
 *
 * <p>Single spikes are drawn to the range of their neighbours, the series is standardised, and
 * {@link Segments} cuts it. Series longer than {@value #POINTS_MAX} samples are cut at that many
 * means and the cuts then moved to the sample that fits best, so the cost is bounded and linear in
 * the length.
 */
public final class ChangePoints {
  private static final int POINTS_MAX = 512;

  /** Missing samples on end that are worth telling. */
  private static final int GAP_MIN = 3;

  /** Neighbours on each side that a spike is held against. */
  private static final int NEIGHBOURS = 2;

  /** Points on each side of a cut that its exact place is found from. */
  private static final int REFINED_OVER = 30;

  private ChangePoints() {}

  /** The change points of one series, in order; NaN is a missing sample. */
  public static List<ChangePoint> of(double[] values) {
    List<ChangePoint> found = new ArrayList<>(gaps(values));
    double[] clean = standardised(values);
    List<Integer> cuts = indexes(values);
    for (int i = 0; i < cuts.size(); i++) {
      int from = i == 0 ? 0 : cuts.get(i - 1);
      int to = i + 1 == cuts.size() ? values.length : cuts.get(i + 1);
      ChangeKind change = ChangeKind.of(clean, from, cuts.get(i), to);
      found.add(
          new ChangePoint(
              cuts.get(i),
              change.kind(),
              mean(values, from, cuts.get(i)),
              mean(values, cuts.get(i), to),
              change.gain()));
    }
    found.sort(Comparator.comparingInt(ChangePoint::index).thenComparing(ChangePoint::kind));
    return found;
  }

  /**
   * The first samples of new behaviour of series that were sampled together and are taken to change
   * together; gaps are not among them.
   */
  public static List<Integer> indexes(double[]... series) {
    if (series.length == 0 || series[0].length < 2 * Segments.SAMPLES_MIN) {
      return List.of();
    }
    double[][] clean =
        Arrays.stream(series).map(ChangePoints::standardised).toArray(double[][]::new);
    int length = series[0].length;
    int width = (length + POINTS_MAX - 1) / POINTS_MAX;
    double[][] means = Arrays.stream(clean).map(one -> means(one, width)).toArray(double[][]::new);
    List<Integer> starts = new Segments(means).starts();
    if (width == 1) {
      return starts;
    }
    List<Integer> refined = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int before = i == 0 ? 0 : starts.get(i - 1);
      int after = i + 1 == starts.size() ? means[0].length : starts.get(i + 1);
      int from = Math.max(before, starts.get(i) - REFINED_OVER) * width;
      int to = Math.min(Math.min(after, starts.get(i) + REFINED_OVER) * width, length);
      refined.add(refined(clean, from, starts.get(i) * width, to, width));
    }
    return refined;
  }

  /** The best cut within a width of a rough one. */
  private static int refined(double[][] clean, int from, int cut, int to, int width) {
    double[][] part =
        Arrays.stream(clean).map(one -> Arrays.copyOfRange(one, from, to)).toArray(double[][]::new);
    Segments segments = new Segments(part);
    int best = cut;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int at = Math.max(cut - width, from + 1); at <= Math.min(cut + width, to - 1); at++) {
      double cost = segments.cost(0, at - from) + segments.cost(at - from, to - from);
      if (cost < bestCost) {
        best = at;
        bestCost = cost;
      }
    }
    return best;
  }

  private static List<ChangePoint> gaps(double[] values) {
    List<ChangePoint> gaps = new ArrayList<>();
    for (int from = 0; from < values.length; ) {
      int to = from;
      while (to < values.length && Double.isNaN(values[to])) {
        to++;
      }
      if (to - from >= GAP_MIN && to - from < values.length) {
        double before = from == 0 ? Double.NaN : values[from - 1];
        double after = to == values.length ? Double.NaN : values[to];
        if (from > 0) {
          gaps.add(new ChangePoint(from, Kind.MISSING, before, after, to - from));
        }
        if (to < values.length) {
          gaps.add(new ChangePoint(to, Kind.RETURNED, before, after, to - from));
        }
      }
      from = to + 1;
    }
    return gaps;
  }

  /** Without spikes, with mean 0 and variance 1; infinite values are missing ones. */
  private static double[] standardised(double[] values) {
    double[] clean = new double[values.length];
    double sum = 0;
    double squares = 0;
    int seen = 0;
    double scale = 0;
    for (double value : values) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    for (int i = 0; i < values.length; i++) {
      clean[i] = scale == 0 ? 0 : withoutSpike(values, i) / scale;
      if (!Double.isNaN(clean[i])) {
        seen++;
        double move = clean[i] - sum;
        sum += move / seen;
        squares += move * (clean[i] - sum);
      }
    }
    double sigma = seen == 0 ? 0 : Math.sqrt(squares / seen);
    for (int i = 0; i < clean.length; i++) {
      clean[i] = sigma < 1e-12 ? clean[i] * 0 : (clean[i] - sum) / sigma;
    }
    return clean;
  }

  private static double withoutSpike(double[] values, int at) {
    if (!Double.isFinite(values[at])) {
      return Double.NaN;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = Math.max(at - NEIGHBOURS, 0);
        i <= Math.min(at + NEIGHBOURS, values.length - 1);
        i++) {
      if (i != at && Double.isFinite(values[i])) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
    return low > high ? values[at] : Math.clamp(values[at], low, high);
  }

  private static double[] means(double[] values, int width) {
    if (width == 1) {
      return values;
    }
    double[] means = new double[(values.length + width - 1) / width];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(values, i * width, Math.min((i + 1) * width, values.length));
    }
    return means;
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
  }
}
