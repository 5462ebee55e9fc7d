package dev.shindan.evals.bench;

import dev.shindan.evals.bench.Measurement.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The speed of the analysis of signals. */
public final class SignalsBench {
  private static final List<Measurement> ALL =
      List.of(new LogTemplateSpeed(), new ReductionSpeed(), new RankingSpeed());

  private SignalsBench() {}

  /**
   * What came out.
   *
   * @param figures by name, with units in the names
   * @param plot growth beside n and n log n, as SVG
   * @param table the same figures as rows of Markdown
   */
  public record Outcome(Map<String, Object> figures, String plot, String table) {}

  /**
   * Measures everything.
   *
   * @param tell hears of each measurement when it is done
   */
  public static Outcome run(Consumer<String> tell) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("bench", "signals");
    List<Growth> growths = new ArrayList<>();
    for (Measurement measurement : ALL) {
      Measured measured = measurement.measure();
      tell.accept(measured.growth().bars());
      figures.putAll(measured.figures());
      growths.add(measured.growth());
    }
    return new Outcome(figures, new GrowthPlot(growths).svg(), table(growths));
  }

  /** One row a size: the time beside what it would be had it grown with n log n from the first. */
  static String table(List<Growth> growths) {
    StringBuilder table =
        new StringBuilder(
            "| measured | n | seconds | n log n from the first | grows with n to |\n");
    table.append("|---|---:|---:|---:|---:|\n");
    for (Growth growth : growths) {
      Growth.Point first = growth.points().getFirst();
      for (Growth.Point point : growth.points()) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.3f | %.3f | %s |\n",
                point.equals(first) ? growth.what() : "",
                point.size(),
                point.seconds(),
                growth.timesLog(point.size()),
                point.equals(first) ? growth.exponent() : ""));
      }
    }
    return table.toString();
  }
}
