package dev.shindan.agent.fleet;

import java.util.List;
import java.util.Map;

/**
 * By which facts hosts that should be alike differ.
 *
 * @param tool that every host was asked
 * @param shared the roles or services that the hosts have in common with the target
 * @param sharing how many hosts those are, the target among them
 * @param asked how many of them were asked; at most a named limit
 * @param answered how many of them told facts or nothing
 * @param notAnswered the others, each with why
 * @param targetDiffers whether the target is named in one of the differences
 * @param differences those by which the fewest hosts differ most come first
 */
public record CompareFacts(
    String tool,
    List<String> shared,
    int sharing,
    int asked,
    int answered,
    Map<String, String> notAnswered,
    boolean targetDiffers,
    List<Difference> differences) {
  public CompareFacts {
    shared = List.copyOf(shared);
    notAnswered = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(notAnswered));
    differences = List.copyOf(differences);
  }

  /**
   * One fact.
   *
   * @param fact its path in the facts of the tool
   * @param usual the median, or what most hosts share
   * @param of how many hosts have it
   * @param target what the target has, blank when it is not one of those that differ
   * @param line the whole as a sentence
   */
  public record Difference(
      String fact, String usual, int of, List<String> hosts, String target, String line) {
    public Difference {
      hosts = List.copyOf(hosts);
    }
  }
}
