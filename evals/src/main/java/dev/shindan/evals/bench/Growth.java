package dev.shindan.evals.bench;

import java.util.ArrayList;
import java.util.List;

/** Times at growing sizes, drawn as bars, and the power of the size that they grow by. */
final class Growth {
  private static final int BAR_MAX = 40;

  private final List<double[]> points = new ArrayList<>();

  void add(double size, double seconds) {
    points.add(new double[] {size, seconds});
  }

  /** The slope of log time over log size by least squares: 1 is linear, 2 quadratic. */
  double exponent() {
    double x = points.stream().mapToDouble(point -> Math.log(point[0])).average().orElse(0);
    double y = points.stream().mapToDouble(point -> Math.log(point[1])).average().orElse(0);
    double both = 0;
    double square = 0;
    for (double[] point : points) {
      both += (Math.log(point[0]) - x) * (Math.log(point[1]) - y);
      square += (Math.log(point[0]) - x) * (Math.log(point[0]) - x);
    }
    return Math.round(both / square * 100) / 100.0;
  }

  String plot(String what) {
    double most = points.stream().mapToDouble(point -> point[1]).max().orElse(1);
    StringBuilder plot = new StringBuilder(what);
    for (double[] point : points) {
      String bar = "█".repeat((int) Math.max(1, Math.round(point[1] / most * BAR_MAX)));
      plot.append("%n%,12.0f  %8.3f s  %s".formatted(point[0], point[1], bar));
    }
    return plot.toString();
  }
}
