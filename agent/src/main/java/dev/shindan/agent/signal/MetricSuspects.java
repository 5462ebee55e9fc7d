package dev.shindan.agent.signal;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Ranks the owners of series by how far the farthest of their series is from before the incident,
 * in robust standard deviations: the maximum, as one series that left its range says more than many
 * that wavered (as in BARO, Pham et al., FSE 2024, whose scale is the interquartile range).
 */
public final class MetricSuspects {
  private MetricSuspects() {}

  /**
   * An owner and its most deviating series.
   *
   * @param series position among those given to the reduction
   */
  public record Suspect(String owner, double deviation, int series) {}

  /** All owners, most deviating first; among equals by name. */
  public static List<Suspect> ranked(MetricReduction reduction, IntFunction<String> owner) {
    Map<String, Suspect> most = new LinkedHashMap<>();
    for (SeriesVerdict verdict : reduction.verdicts()) {
      String name = owner.apply(verdict.series());
      double deviation = verdict.reason().kept() ? verdict.deviation() : 0;
      most.merge(
          name,
          new Suspect(name, deviation, verdict.series()),
          (a, b) -> b.deviation() > a.deviation() ? b : a);
    }
    return most.values().stream()
        .sorted(
            Comparator.comparingDouble(Suspect::deviation).reversed().thenComparing(Suspect::owner))
        .toList();
  }
}
