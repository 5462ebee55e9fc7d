package dev.shindan.agent.tool;

import dev.shindan.agent.signal.Rates;
import dev.shindan.agent.source.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the series of one answer are compared by. */
final class Measures {
  private final Map<Map<String, String>, Series> byLabels = new HashMap<>();

  /**
   * One series as it is compared.
   *
   * @param kind {@code value}, {@code rate} or {@code mean}
   */
  record Measure(Series shown, String name, String kind, String unit) {}

  Measures(List<Series> all) {
    all.forEach(series -> byLabels.put(series.labels(), series));
  }

  /** A sum is compared as the mean it makes with its count; a counter by its rate. */
  Measure of(Series series) {
    MetricName name = new MetricName(series.name());
    if (series.name().endsWith("_sum")) {
      Series count = byLabels.get(sibling(series, name.withEnding("_sum", "_count")));
      if (count != null) {
        return new Measure(
            Rates.mean(series, count), name.withEnding("_sum", "_mean"), "mean", name.unit());
      }
    }
    boolean counted =
        series.name().endsWith("_count")
            && byLabels.containsKey(sibling(series, name.withEnding("_count", "_sum")));
    if (counted || name.counter()) {
      String unit = counted || name.unit().isEmpty() ? "per second" : name.unit() + " per second";
      return new Measure(Rates.perSecond(series), series.name(), "rate", unit);
    }
    return new Measure(series, series.name(), "value", name.unit());
  }

  private static Map<String, String> sibling(Series series, String name) {
    Map<String, String> labels = new HashMap<>(series.labels());
    labels.put("__name__", name);
    return labels;
  }
}
