package dev.shindan.agent.signal;

import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.TargetMetric.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Suspects targets from their series and the dependency graph. Only what a target does not share
 * with its dependencies speaks against it: latency beyond its own waiting, waiting of its callers
 * that no callee accounts for, dependencies that have gone quiet while it has not.
 *
 * @param tracesSeen when spans tell who waits for whom, quantiles of latency add only noise
 */
public record MetricSuspicions(DependencyGraph graph, boolean tracesSeen) {
  private static final double UTILISATION_SIGMA = 0.5;

  /** Half of a limit more in use is as bad as it gets. */
  private static final double UTILISATION_FULL = 50;

  /** Shorter times than 50 ms count in proportion: their quantiles jump between buckets. */
  private static final double LATENCY_FULL_SECONDS = 0.05;

  /** How much the weaker kinds of reason count beside a utilisation. */
  private static final double LATENCY_WEIGHT = 0.3;

  private static final double WAITING_WEIGHT = 0.5;
  private static final double QUIET_WEIGHT = 0.5;
  private static final double TRAFFIC_WEIGHT = 0.1;

  /** One suspicion for each kind of reason and target, by name of the target. */
  public List<Suspicion> suspicions(Collection<TargetMetric> metrics) {
    SortedMap<String, Map<Role, Double>> levels = levels(metrics);
    List<Suspicion> found = new ArrayList<>();
    for (TargetMetric metric : metrics) {
      if (metric.role() == Role.UTILISATION) {
        utilisation(metric).ifPresent(found::add);
      }
    }
    if (!tracesSeen) {
      for (String target : levels.keySet()) {
        add(found, target, LATENCY_WEIGHT * ownLatency(levels, target), "answers more slowly");
        add(found, target, WAITING_WEIGHT * waitedFor(levels, target), "its callers wait longer");
        add(found, target, QUIET_WEIGHT * quiet(levels, target), "what it calls has gone quiet");
        double lost = -level(levels, target, Role.TRAFFIC);
        add(found, target, TRAFFIC_WEIGHT * lost, "gets fewer requests");
      }
    }
    return found;
  }

  private static void add(List<Suspicion> found, String target, double strength, String reason) {
    if (strength > 0) {
      found.add(new Suspicion(target, Signal.METRICS, strength, false, reason));
    }
  }

  private static Optional<Suspicion> utilisation(TargetMetric metric) {
    return Deviation.of(metric.before(), metric.after(), UTILISATION_SIGMA)
        .filter(deviation -> deviation.after() > deviation.before())
        .map(
            deviation -> {
              double points = deviation.after() - deviation.before();
              double strength = deviation.certainty() * Math.min(1, points / UTILISATION_FULL);
              String reason =
                  String.format(
                      Locale.ROOT,
                      "utilisation %.1f %% -> %.1f %%",
                      deviation.before(),
                      deviation.after());
              return new Suspicion(metric.target(), Signal.METRICS, strength, false, reason);
            });
  }

  /** The strongest deviation of each role, from -1 to 1. */
  private static SortedMap<String, Map<Role, Double>> levels(Collection<TargetMetric> metrics) {
    SortedMap<String, Map<Role, Double>> levels = new TreeMap<>();
    for (TargetMetric metric : metrics) {
      Deviation.of(metric.before(), metric.after(), 0)
          .ifPresent(
              deviation ->
                  levels
                      .computeIfAbsent(metric.target(), name -> new EnumMap<>(Role.class))
                      .merge(
                          metric.role(),
                          strength(metric.role(), deviation),
                          (one, other) -> Math.abs(one) >= Math.abs(other) ? one : other));
    }
    return levels;
  }

  private static double strength(Role role, Deviation deviation) {
    double strength = deviation.strength();
    return switch (role) {
      case SERVER_LATENCY, CLIENT_LATENCY ->
          strength
              * Math.min(1, Math.max(deviation.before(), deviation.after()) / LATENCY_FULL_SECONDS);
      case UTILISATION, TRAFFIC -> strength;
    };
  }

  private static double level(
      SortedMap<String, Map<Role, Double>> levels, String target, Role role) {
    return levels.getOrDefault(target, Map.of()).getOrDefault(role, 0.0);
  }

  private static double raised(
      SortedMap<String, Map<Role, Double>> levels, String target, Role role) {
    return Math.max(0, level(levels, target, role));
  }

  /** Slower by more than it waits longer itself. */
  private static double ownLatency(SortedMap<String, Map<Role, Double>> levels, String target) {
    return Math.max(
        0,
        raised(levels, target, Role.SERVER_LATENCY) - raised(levels, target, Role.CLIENT_LATENCY));
  }

  /**
   * Its callers wait longer although none of what they call says that it is slower: the time passes
   * between them. The mean over the callers, and the surer the more of them say so.
   */
  private double waitedFor(SortedMap<String, Map<Role, Double>> levels, String target) {
    double waiting = 0;
    int affected = 0;
    for (String caller : graph.callers(target)) {
      double slowest = 0;
      for (String callee : graph.callees(caller)) {
        slowest = Math.max(slowest, raised(levels, callee, Role.SERVER_LATENCY));
      }
      double waits = raised(levels, caller, Role.CLIENT_LATENCY) * (1 - slowest);
      waiting += waits;
      affected += waits > 0 ? 1 : 0;
    }
    int callers = graph.callers(target).size();
    return callers == 0 ? 0 : waiting / callers * (1 - Math.pow(0.5, affected));
  }

  /** Targets that only it calls have lost more of their requests than it has itself. */
  private double quiet(SortedMap<String, Map<Role, Double>> levels, String target) {
    double quiet = 0;
    int only = 0;
    for (String callee : graph.callees(target)) {
      if (graph.callers(callee).size() == 1 && levels.containsKey(callee)) {
        quiet +=
            Math.max(0, -level(levels, callee, Role.TRAFFIC))
                - Math.max(0, -level(levels, target, Role.TRAFFIC));
        only++;
      }
    }
    return only == 0 ? 0 : Math.max(0, quiet / only);
  }
}
