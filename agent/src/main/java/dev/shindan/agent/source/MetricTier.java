package dev.shindan.agent.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of several metric stores behind one question: which ages it holds, and how finely.
 *
 * @param name for the reader
 * @param olderThan samples younger than this are not in it yet; zero for a store that is written
 *     first
 * @param keptFor samples older than this are gone; empty when nothing is ever dropped
 * @param resolution the time between two samples of one series in it
 * @param minimumSuffix for a store of roll-ups: what the name of a series ends with that holds the
 *     smallest value of each roll-up, with {@code maximumSuffix} beside it
 */
public record MetricTier(
    String name,
    MetricSource source,
    Duration olderThan,
    Optional<Duration> keptFor,
    Duration resolution,
    Optional<String> minimumSuffix,
    Optional<String> maximumSuffix) {
  public MetricTier {
    if (olderThan.isNegative() || resolution.toMillis() < 1) {
      throw new IllegalArgumentException("olderThan must not be negative, resolution above 0");
    }
    if (keptFor.isPresent() && keptFor.get().compareTo(olderThan) <= 0) {
      throw new IllegalArgumentException("keptFor must be longer than olderThan");
    }
    if (minimumSuffix.isPresent() != maximumSuffix.isPresent()) {
      throw new IllegalArgumentException("minimumSuffix and maximumSuffix are given together");
    }
  }

  /** A store of plain samples. */
  public static MetricTier of(
      String name,
      MetricSource source,
      Duration olderThan,
      Optional<Duration> keptFor,
      Duration resolution) {
    return new MetricTier(
        name, source, olderThan, keptFor, resolution, Optional.empty(), Optional.empty());
  }

  /** The matchers, so that they find the smallest and largest values of roll-ups as well. */
  List<LabelMatcher> widened(List<LabelMatcher> matchers) {
    if (minimumSuffix.isEmpty() || maximumSuffix.isEmpty()) {
      return matchers;
    }
    String suffixes = "(|" + quoted(minimumSuffix.get()) + "|" + quoted(maximumSuffix.get()) + ")";
    return matchers.stream()
        .map(
            matcher ->
                matcher.label().equals("__name__")
                        && matcher.operator() == LabelMatcher.Operator.EQUALS
                    ? LabelMatcher.matching("__name__", quoted(matcher.value()) + suffixes)
                    : matcher)
        .toList();
  }

  /** The labels with the name that a store of plain samples gives the series. */
  Map<String, String> plain(Map<String, String> labels) {
    String name = labels.getOrDefault("__name__", "");
    for (String kind : List.of("min", "max")) {
      Optional<String> suffix = kind.equals("min") ? minimumSuffix : maximumSuffix;
      if (suffix.isPresent() && name.endsWith(suffix.get())) {
        Map<String, String> plain = new HashMap<>(labels);
        plain.put("__name__", name.substring(0, name.length() - suffix.get().length()));
        plain.put("rollup", kind);
        return plain;
      }
    }
    return labels;
  }

  private static String quoted(String name) {
    return name.replaceAll("[^A-Za-z0-9_:]", "\\\\$0");
  }
}
