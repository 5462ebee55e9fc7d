package dev.shindan.agent.signal;

import java.util.List;
import java.util.Set;

/**
 * Targets by how much speaks against them.
 *
 * @param ranked the most suspect first, equal ones by name; targets against which nothing speaks
 *     are left out
 * @param margin how far the first is ahead of the second, as a part of its score; 0 for a tie or
 *     for nobody, 1 when there is only one
 * @param missing signals that nothing was known of; their absence clears nobody
 */
public record Suspects(List<Suspect> ranked, double margin, Set<Suspicion.Signal> missing) {
  public Suspects {
    ranked = List.copyOf(ranked);
    missing = Set.copyOf(missing);
  }
}
