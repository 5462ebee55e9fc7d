package dev.shindan.evals.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Times at growing sizes as SVG, both axes logarithmic, beside lines that grow with n and with n
 * log n: what lies no steeper than the second grows no faster. It names its own colours for dark
 * pages.
 */
final class GrowthPlot {
  private static final int WIDTH = 720;
  private static final int PANEL = 300;
  private static final int LEFT = 80;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 46;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f; }
        .title { font-weight: 600; } .small { font-size: 12px; fill: #57606a; }
        .back { fill: #ffffff; } .grid { stroke: #d8dee4; } .seen { stroke: #0550ae; fill: none; stroke-width: 2; }
        .dot { fill: #0550ae; } .n { stroke: #57606a; stroke-dasharray: 2 4; fill: none; }
        .nlogn { stroke: #9a3412; stroke-dasharray: 8 4; fill: none; } .nlogn-word { fill: #9a3412; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; } .small { fill: #9da7b3; } .back { fill: #0d1117; } .grid { stroke: #30363d; }
          .seen { stroke: #79c0ff; } .dot { fill: #79c0ff; } .n { stroke: #9da7b3; }
          .nlogn { stroke: #ffa657; } .nlogn-word { fill: #ffa657; }
        }
      </style>
      """;

  private final List<Growth> panels;

  /**
   * @param panels one below the other, each with two points or more
   */
  GrowthPlot(List<Growth> panels) {
    this.panels = List.copyOf(panels);
  }

  String svg() {
    int height = PANEL * panels.size();
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                .formatted(WIDTH, height));
    svg.append("<title>Seconds at growing sizes, beside n and n log n</title>\n").append(STYLE);
    svg.append("<rect class=\"back\" width=\"%d\" height=\"%d\"/>%n".formatted(WIDTH, height));
    for (int i = 0; i < panels.size(); i++) {
      svg.append(new Panel(panels.get(i), i * PANEL).svg());
    }
    return svg.append("</svg>\n").toString();
  }

  /** One measurement with its axes. */
  private static final class Panel {
    private final Growth growth;
    private final int top;
    private final List<Growth.Point> points;
    private final double sizeMin;
    private final double sizeMax;
    private final double secondsMin;
    private final double secondsMax;

    Panel(Growth growth, int top) {
      this.growth = growth;
      this.top = top;
      this.points = growth.points();
      sizeMin = points.getFirst().size() / 1.2;
      sizeMax = points.getLast().size() * 1.2;
      double least = points.stream().mapToDouble(Growth.Point::seconds).min().orElse(1);
      double most = points.stream().mapToDouble(Growth.Point::seconds).max().orElse(1);
      secondsMin = least / 1.8;
      secondsMax = Math.max(most, growth.timesLog(points.getLast().size())) * 1.8;
    }

    String svg() {
      StringBuilder svg = new StringBuilder();
      svg.append(
          "<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>%n"
              .formatted(LEFT, top + 24, escaped(growth.what())));
      svg.append(
          "<text class=\"small\" x=\"%d\" y=\"%d\" text-anchor=\"end\">grows with n to the power %s</text>%n"
              .formatted(WIDTH - RIGHT, top + 24, number(growth.exponent())));
      for (double seconds = tick(secondsMin); seconds <= secondsMax; seconds *= 10) {
        svg.append(line("grid", LEFT, y(seconds), WIDTH - RIGHT, y(seconds)));
        svg.append(label(LEFT - 8, y(seconds) + 4, "end", number(seconds) + " s"));
      }
      for (Growth.Point point : points) {
        double x = x(point.size());
        svg.append(line("grid", x, top + TOP, x, top + PANEL - BOTTOM));
        svg.append(
            label(
                x,
                top + PANEL - BOTTOM + 18,
                "middle",
                String.format(Locale.ROOT, "%,.0f", point.size())));
      }
      svg.append(reference("n", "n", growth::times));
      svg.append(reference("nlogn", "n log n", growth::timesLog));
      svg.append(path("seen", points));
      for (Growth.Point point : points) {
        svg.append(
            "<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"4\"/>%n"
                .formatted(number(x(point.size())), number(y(point.seconds()))));
      }
      return svg.toString();
    }

    private String reference(String style, String words, DoubleUnaryOperator seconds) {
      List<Growth.Point> course = new ArrayList<>();
      for (Growth.Point point : points) {
        course.add(new Growth.Point(point.size(), seconds.applyAsDouble(point.size())));
      }
      Growth.Point last = course.getLast();
      // the two words would stand on each other: n log n above its end, n below
      double y = y(last.seconds()) + (style.equals("n") ? 12 : -4);
      return path(style, course)
          + "<text class=\"%s-word\" x=\"%s\" y=\"%s\">%s</text>%n"
              .formatted(style, number(x(last.size()) + 10), number(y), words);
    }

    private String path(String style, List<Growth.Point> course) {
      StringBuilder path = new StringBuilder();
      for (Growth.Point point : course) {
        path.append(path.isEmpty() ? "M" : " L")
            .append(number(x(point.size())))
            .append(' ')
            .append(number(y(point.seconds())));
      }
      return "<path class=\"%s\" d=\"%s\"/>%n".formatted(style, path);
    }

    private double x(double size) {
      return LEFT + (WIDTH - RIGHT - LEFT) * part(size, sizeMin, sizeMax);
    }

    private double y(double seconds) {
      double bottom = top + PANEL - BOTTOM;
      return bottom - (PANEL - TOP - BOTTOM) * part(seconds, secondsMin, secondsMax);
    }

    private static double part(double value, double min, double max) {
      return Math.log(value / min) / Math.log(max / min);
    }

    /** The first power of ten that is no less. */
    private static double tick(double min) {
      return Math.pow(10, Math.ceil(Math.log10(min)));
    }

    private static String line(String style, double x1, double y1, double x2, double y2) {
      return "<path class=\"%s\" d=\"M%s %s L%s %s\"/>%n"
          .formatted(style, number(x1), number(y1), number(x2), number(y2));
    }

    private static String label(double x, double y, String anchor, String words) {
      return "<text class=\"small\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>%n"
          .formatted(number(x), number(y), anchor, words);
    }
  }

  /** Three decimals at most, without zeros at the end. */
  private static String number(double value) {
    return java.math.BigDecimal.valueOf(value)
        .setScale(3, java.math.RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;");
  }
}
