package dev.shindan.agent.source;

import dev.shindan.agent.model.Window;
import java.util.Map;
import java.util.TreeMap;

/**
 * One metric series: {@code values[i]} was seen at {@code epochMillis[i]}, ascending.
 *
 * @param labels with {@code __name__}
 */
public record Series(Map<String, String> labels, long[] epochMillis, double[] values) {
  public Series {
    labels = Map.copyOf(labels);
    if (epochMillis.length != values.length) {
      throw new IllegalArgumentException("a series has one value for each time");
    }
  }

  /**
   * As a store should have given it: in order of time, one sample for each, the later one given of
   * two, without what is no number, and nothing from outside the window.
   */
  public Series within(Window window) {
    TreeMap<Long, Double> samples = new TreeMap<>();
    long start = window.start().toEpochMilli();
    long end = window.end().toEpochMilli();
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i]) && epochMillis[i] >= start && epochMillis[i] <= end) {
        samples.put(epochMillis[i], values[i]);
      }
    }
    return new Series(
        labels,
        samples.keySet().stream().mapToLong(Long::longValue).toArray(),
        samples.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  public String name() {
    return labels.getOrDefault("__name__", "");
  }
}
