package dev.shindan.agent.signal;

import dev.shindan.agent.signal.Suspicion.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Follows a symptom down the dependency graph by what it costs. Each target has an excess: the
 * seconds that all its answers together took longer than usual, or the answers that failed more
 * than usual. The excess of a caller is made of that of its callees and a rest of its own, as a sum
 * is made of its parts, so no correlation and no threshold is needed.
 *
 * @param symptom where the excess was noticed
 * @param excesses by target; a target that is missing here has none
 */
public record SymptomFlow(DependencyGraph graph, String symptom, Map<String, Excess> excesses) {
  /** More hops than any call chain has; what a cycle still holds then stays where it is. */
  private static final int HOPS_MAX = 50;

  private static final double NOTHING = 1e-9;

  /**
   * What a target costs more than usual.
   *
   * @param amount seconds or failures in the same window for all targets; not negative
   * @param certainty from 0 to 1, how unusual it is for this target
   * @param knownBefore false for one that nobody called before: that it fails is the doing of
   *     whoever calls it now
   */
  public record Excess(double amount, double certainty, boolean knownBefore) {}

  public SymptomFlow {
    excesses = Map.copyOf(excesses);
  }

  /**
   * How much of the symptom ends at each target that it reaches; the shares sum up to 1. Empty when
   * nothing is known of the symptom's own target.
   */
  public SortedMap<String, Double> shares() {
    SortedMap<String, Double> stays = new TreeMap<>();
    SortedMap<String, Double> flowing = new TreeMap<>();
    if (amount(symptom) > 0) {
      flowing.put(symptom, 1.0);
    }
    for (int hop = 0; hop < HOPS_MAX && !flowing.isEmpty(); hop++) {
      SortedMap<String, Double> next = new TreeMap<>();
      flowing.forEach((target, flow) -> pass(target, flow, stays, next));
      flowing = next;
    }
    flowing.forEach((target, flow) -> stays.merge(target, flow, Double::sum));
    return stays;
  }

  /** The shares as reasons, by name of the target. */
  public List<Suspicion> suspicions() {
    List<Suspicion> found = new ArrayList<>();
    shares()
        .forEach(
            (target, share) -> {
              String reason =
                  String.format(Locale.ROOT, "%.0f %% of the symptom ends here", 100 * share);
              found.add(new Suspicion(target, Signal.DEPENDENCIES, share, false, reason));
            });
    return found;
  }

  private void pass(
      String target, double flow, SortedMap<String, Double> stays, SortedMap<String, Double> next) {
    double excess = 0;
    double weights = 0;
    for (String callee : graph.callees(target)) {
      excess += weight(callee) > 0 ? amount(callee) : 0;
      weights += weight(callee);
    }
    double passed = weights == 0 ? 0 : Math.min(1, excess / amount(target));
    if (flow * (1 - passed) > NOTHING) {
      stays.merge(target, flow * (1 - passed), Double::sum);
    }
    for (String callee : graph.callees(target)) {
      double part = weights == 0 ? 0 : flow * passed * weight(callee) / weights;
      if (part > NOTHING) {
        next.merge(callee, part, Double::sum);
      }
    }
  }

  private double amount(String target) {
    Excess excess = excesses.get(target);
    return excess == null ? 0 : excess.amount();
  }

  private double weight(String target) {
    Excess excess = excesses.get(target);
    return excess == null || !excess.knownBefore() ? 0 : excess.amount() * excess.certainty();
  }
}
