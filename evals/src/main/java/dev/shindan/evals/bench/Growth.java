package dev.shindan.evals.bench;

import java.util.ArrayList;
import java.util.List;

/** Times at growing sizes, drawn as bars, and the power of the size that they grow by. */
final class Growth {
  private static final int BAR_MAX = 40;

  private final String what;
  private final List<Point> points = new ArrayList<>();

  /**
   * @param what was measured: the unit of the sizes, and whose seconds
   */
  Growth(String what) {
    this.what = what;
  }

  /** The seconds that one size took. */
  record Point(double size, double seconds) {}

  /** Sizes are added in ascending order. */
  void add(double size, double seconds) {
    points.add(new Point(size, seconds));
  }

  String what() {
    return what;
  }

  List<Point> points() {
    return List.copyOf(points);
  }

  /** Seconds at a size, had they grown with n from the first point on. */
  double times(double size) {
    return points.getFirst().seconds() * size / points.getFirst().size();
  }

  /** Seconds at a size, had they grown with n log n from the first point on. */
  double timesLog(double size) {
    return times(size) * Math.log(size) / Math.log(points.getFirst().size());
  }

  /** The slope of log time over log size by least squares: 1 is linear, 2 quadratic. */
  double exponent() {
    double x = points.stream().mapToDouble(point -> Math.log(point.size())).average().orElse(0);
    double y = points.stream().mapToDouble(point -> Math.log(point.seconds())).average().orElse(0);
    double both = 0;
    double square = 0;
    for (Point point : points) {
      both += (Math.log(point.size()) - x) * (Math.log(point.seconds()) - y);
      square += (Math.log(point.size()) - x) * (Math.log(point.size()) - x);
    }
    return Math.round(both / square * 100) / 100.0;
  }

  String bars() {
    double most = points.stream().mapToDouble(Point::seconds).max().orElse(1);
    StringBuilder plot = new StringBuilder(what);
    for (Point point : points) {
      String bar = "█".repeat((int) Math.max(1, Math.round(point.seconds() / most * BAR_MAX)));
      plot.append("%n%,12.0f  %8.3f s  %s".formatted(point.size(), point.seconds(), bar));
    }
    return plot.toString();
  }
}
