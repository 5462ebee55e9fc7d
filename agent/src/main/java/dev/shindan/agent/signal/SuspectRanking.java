package dev.shindan.agent.signal;

import dev.shindan.agent.signal.Suspicion.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ranks targets by all that speaks against them.
 *
 * @param observed the signals that were there to be looked at, whether or not they showed anything
 * @param graph who depends on whom, for the way from the symptom to a suspect
 * @param symptom where the trouble was noticed, when that is known
 */
public record SuspectRanking(
    Set<Signal> observed, DependencyGraph graph, Optional<String> symptom) {
  /** Half of a reason stays however suspect a dependency is: two things can be wrong. */
  private static final double RELAYED_MAX = 0.5;

  private static final Comparator<Suspicion> STRONGEST =
      Comparator.comparingDouble(Suspicion::strength)
          .reversed()
          .thenComparing(Suspicion::signal)
          .thenComparing(Suspicion::reason);

  public SuspectRanking {
    observed = Set.copyOf(observed);
  }

  /**
   * The score of a target is the sum over the signals of the root of the sum of squares of what
   * each says. So two kinds of telemetry that agree count more than one, while twenty series of one
   * target that move together count little more than the strongest of them. A reason that could be
   * the effect of a dependency counts down to half, in proportion to what speaks against the
   * strongest suspect among those that the target calls. The weighting is our own.
   */
  public Suspects rank(Collection<Suspicion> suspicions) {
    Map<String, List<Suspicion>> byTarget = new TreeMap<>();
    for (Suspicion suspicion : suspicions) {
      if (suspicion.strength() > 0) {
        byTarget.computeIfAbsent(suspicion.target(), name -> new ArrayList<>()).add(suspicion);
      }
    }
    Map<String, Double> alone = new HashMap<>();
    byTarget.forEach((target, against) -> alone.put(target, score(against, 0)));
    Map<String, List<String>> paths = new HashMap<>();
    symptom.ifPresent(from -> paths.putAll(graph.pathsFrom(from)));
    List<Suspect> ranked = new ArrayList<>();
    byTarget.forEach(
        (target, against) -> {
          against.sort(STRONGEST);
          ranked.add(
              new Suspect(
                  target,
                  score(against, dependency(target, alone)),
                  against,
                  paths.getOrDefault(target, List.of())));
        });
    ranked.sort(Comparator.comparingDouble(Suspect::score).reversed()); // stable: ties by name
    Set<Signal> missing = EnumSet.allOf(Signal.class);
    missing.removeAll(observed);
    return new Suspects(ranked, margin(ranked), missing);
  }

  /** What speaks against the most suspect of those that the target calls, at most 1. */
  private double dependency(String target, Map<String, Double> alone) {
    double most = 0;
    for (String callee : graph.callees(target)) {
      most = Math.max(most, alone.getOrDefault(callee, 0.0));
    }
    return Math.min(1, most);
  }

  private static double score(List<Suspicion> against, double dependency) {
    double score = 0;
    for (Signal signal : Signal.values()) {
      double squares = 0;
      for (Suspicion suspicion : against) {
        if (suspicion.signal() == signal) {
          double part = suspicion.relayed() ? 1 - RELAYED_MAX * dependency : 1;
          squares += Math.pow(suspicion.strength() * part, 2);
        }
      }
      score += Math.sqrt(squares);
    }
    return score;
  }

  private static double margin(List<Suspect> ranked) {
    if (ranked.isEmpty()) {
      return 0;
    }
    double first = ranked.getFirst().score();
    return ranked.size() == 1 ? 1 : (first - ranked.get(1).score()) / first;
  }
}
