package dev.shindan.agent.signal;

import dev.shindan.agent.signal.ChangePoint.Kind;
import java.util.Arrays;

/**
 * What changed most between two stretches: against one line through both, the gain of a jump, of a
 * bend, or of two variances, each with one further parameter, is compared. The gain of a regressor
 * is {@code n ln(RSS / RSS')}, with the residuals of the regressor on the line (Frisch and Waugh,
 * 1933).
 */
record ChangeKind(Kind kind, double gain) {
  static ChangeKind of(double[] values, int from, int cut, int to) {
    double[] rest = residuals(values, values, from, to);
    double level = gain(rest, residuals(values, step(values.length, cut), from, to));
    double slope = gain(rest, residuals(values, hinge(values.length, cut), from, to));
    double variance = varianceGain(rest, cut - from);
    Kind kind =
        level >= slope && level >= variance
            ? Kind.LEVEL
            : slope >= variance ? Kind.SLOPE : Kind.VARIANCE;
    return new ChangeKind(kind, Math.max(level, Math.max(slope, variance)));
  }

  private static double[] step(int length, int cut) {
    double[] step = new double[length];
    Arrays.fill(step, cut, length, 1);
    return step;
  }

  private static double[] hinge(int length, int cut) {
    double[] hinge = new double[length];
    for (int i = cut; i < length; i++) {
      hinge[i] = i - cut;
    }
    return hinge;
  }

  /** What a line does not explain of a regressor, where the series has samples; elsewhere NaN. */
  private static double[] residuals(double[] seen, double[] regressor, int from, int to) {
    double n = 0;
    double x = 0;
    double y = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(seen[i])) {
        n++;
        x += i;
        y += regressor[i];
      }
    }
    double xx = 0;
    double xy = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(seen[i])) {
        xx += (i - x / n) * (i - x / n);
        xy += (i - x / n) * (regressor[i] - y / n);
      }
    }
    double slope = xx == 0 ? 0 : xy / xx;
    double[] residuals = new double[to - from];
    for (int i = from; i < to; i++) {
      residuals[i - from] =
          Double.isNaN(seen[i]) ? Double.NaN : regressor[i] - y / n - slope * (i - x / n);
    }
    return residuals;
  }

  private static double gain(double[] rest, double[] regressor) {
    double n = 0;
    double before = 0;
    double along = 0;
    double length = 0;
    for (int i = 0; i < rest.length; i++) {
      if (!Double.isNaN(rest[i])) {
        n++;
        before += rest[i] * rest[i];
        along += rest[i] * regressor[i];
        length += regressor[i] * regressor[i];
      }
    }
    double after = length < 1e-9 ? before : before - along * along / length;
    double floor = n * Segments.VARIANCE_FLOOR;
    return n * Math.log(Math.max(before, floor) / Math.max(after, floor));
  }

  private static double varianceGain(double[] rest, int cut) {
    double[] whole = variance(rest, 0, rest.length);
    double[] first = variance(rest, 0, cut);
    double[] second = variance(rest, cut, rest.length);
    return whole[0] * Math.log(whole[1])
        - first[0] * Math.log(first[1])
        - second[0] * Math.log(second[1]);
  }

  /** Samples, and their mean square about 0. */
  private static double[] variance(double[] rest, int from, int to) {
    double n = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(rest[i])) {
        n++;
        squares += rest[i] * rest[i];
      }
    }
    return new double[] {n, Math.max(n == 0 ? 1 : squares / n, Segments.VARIANCE_FLOOR)};
  }
}
