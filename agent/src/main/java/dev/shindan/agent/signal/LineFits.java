package dev.shindan.agent.signal;

/**
 * Straight lines fitted by least squares to any stretch of a series in constant time, from running
 * sums. NaN is left out.
 */
final class LineFits {
  private final double[] count;
  private final double[] x;
  private final double[] xx;
  private final double[] y;
  private final double[] xy;
  private final double[] yy;

  LineFits(double[] values) {
    int n = values.length + 1;
    count = new double[n];
    x = new double[n];
    xx = new double[n];
    y = new double[n];
    xy = new double[n];
    yy = new double[n];
    for (int i = 0; i < values.length; i++) {
      boolean seen = !Double.isNaN(values[i]);
      double value = seen ? values[i] : 0;
      double weight = seen ? 1 : 0;
      count[i + 1] = count[i] + weight;
      x[i + 1] = x[i] + weight * i;
      xx[i + 1] = xx[i] + weight * i * i;
      y[i + 1] = y[i] + value;
      xy[i + 1] = xy[i] + value * i;
      yy[i + 1] = yy[i] + value * value;
    }
  }

  /** Samples from one index up to another. */
  double samples(int from, int to) {
    return count[to] - count[from];
  }

  /**
   * Minus twice the log likelihood of a line with normal noise, without its constant: {@code n ln
   * (RSS / n)}, the variance taken as no less than the floor.
   */
  double cost(int from, int to, double varianceFloor) {
    double n = samples(from, to);
    if (n == 0) {
      return 0;
    }
    double sumX = x[to] - x[from];
    double sumY = y[to] - y[from];
    double varianceX = xx[to] - xx[from] - sumX * sumX / n;
    double covariance = xy[to] - xy[from] - sumX * sumY / n;
    double varianceY = yy[to] - yy[from] - sumY * sumY / n;
    double rest = varianceX > 0 ? varianceY - covariance * covariance / varianceX : varianceY;
    return n * Math.log(Math.max(rest / n, varianceFloor));
  }
}
