package dev.shindan.agent.signal;

import dev.shindan.agent.signal.Suspicion.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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
  public record Excess(double amount, double certainty, boolean knownBefore) {
    public Excess {
      if (!Double.isFinite(amount) || amount < 0 || !(certainty >= 0 && certainty <= 1)) {
        throw new IllegalArgumentException("an excess is a number, and so is how sure it is");
      }
    }
  }

  public SymptomFlow {
    excesses = Map.copyOf(excesses);
  }

  /**
   * How much of the symptom ends at each target that it reaches; the shares sum up to 1. Empty when
   * nothing is known of the symptom's own target.
   */
  public SortedMap<String, Double> shares() {
    SortedSet<String> all = new TreeSet<>(graph.targets());
    all.add(symptom);
    List<String> targets = List.copyOf(all);
    double[] stays = new double[targets.size()];
    if (amount(symptom) > 0) {
      flow(targets, stays);
    }
    SortedMap<String, Double> shares = new TreeMap<>();
    for (int i = 0; i < stays.length; i++) {
      if (stays[i] > 0) {
        shares.put(targets.get(i), stays[i]);
      }
    }
    return shares;
  }

  /** Moves the symptom hop by hop until all of it stays somewhere. */
  private void flow(List<String> targets, double[] stays) {
    Map<String, Integer> at = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      at.put(targets.get(i), i);
    }
    Way[] ways = targets.stream().map(target -> way(target, at)).toArray(Way[]::new);
    double[] flowing = new double[stays.length];
    flowing[at.getOrDefault(symptom, 0)] = 1;
    for (int hop = 0; hop < HOPS_MAX; hop++) {
      double[] next = new double[stays.length];
      double moved = 0;
      for (int i = 0; i < ways.length; i++) {
        double passed = flowing[i] * ways[i].passed();
        stays[i] += flowing[i] - passed;
        moved += passed;
        for (int k = 0; passed > 0 && k < ways[i].callees().length; k++) {
          next[ways[i].callees()[k]] += passed * ways[i].parts()[k];
        }
      }
      flowing = next;
      if (moved < NOTHING) {
        break;
      }
    }
    for (int i = 0; i < stays.length; i++) {
      stays[i] += flowing[i];
    }
  }

  /**
   * Where what reaches a target goes.
   *
   * @param passed the part that its callees account for
   * @param parts of that, by callee; they sum up to 1
   */
  private record Way(double passed, int[] callees, double[] parts) {}

  private Way way(String target, Map<String, Integer> at) {
    List<String> costly =
        graph.callees(target).stream().filter(callee -> weight(callee) > 0).toList();
    double excess = costly.stream().mapToDouble(this::amount).sum();
    double weights = costly.stream().mapToDouble(this::weight).sum();
    double amount = amount(target);
    return new Way(
        weights == 0 ? 0 : amount == 0 ? 1 : Math.min(1, excess / amount),
        costly.stream().mapToInt(callee -> at.getOrDefault(callee, 0)).toArray(),
        costly.stream().mapToDouble(callee -> weight(callee) / weights).toArray());
  }

  /** The shares as reasons, by name of the target. */
  public List<Suspicion> suspicions() {
    List<Suspicion> found = new ArrayList<>();
    shares().forEach((target, share) -> found.add(suspicion(target, share, 1)));
    return found;
  }

  /**
   * A share as a reason.
   *
   * @param certainty from 0 to 1, of the symptom
   */
  public static Suspicion suspicion(String target, double share, double certainty) {
    String reason = String.format(Locale.ROOT, "%.0f %% of the symptom ends here", 100 * share);
    return new Suspicion(target, Signal.DEPENDENCIES, share * certainty, false, reason);
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
