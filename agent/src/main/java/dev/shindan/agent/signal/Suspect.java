package dev.shindan.agent.signal;

import java.util.List;

/**
 * A target with what speaks against it.
 *
 * @param score comparable within one ranking only
 * @param suspicions the strongest first
 * @param path along calls from the symptom to the target, both included; empty when there is none
 */
public record Suspect(String target, double score, List<Suspicion> suspicions, List<String> path) {
  public Suspect {
    suspicions = List.copyOf(suspicions);
    path = List.copyOf(path);
  }
}
