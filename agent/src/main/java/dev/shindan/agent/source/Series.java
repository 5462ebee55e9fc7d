package dev.shindan.agent.source;

import java.util.Map;

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

  public String name() {
    return labels.getOrDefault("__name__", "");
  }
}
