package dev.shindan.agent.tool.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * Who depends on a target, and on whom it depends.
 *
 * @param dependents nearest first; the first ones
 * @param dependentCount of all
 * @param dependencies nearest first; the first ones
 * @param dependencyCount of all
 * @param dependsOnOthers whether there is a dependency; empty when none was found and not
 *     everything was seen
 * @param edges what it was read from, of the target's own calls and callers: the pairs with the
 *     most calls and connections first, those of one pair together
 * @param edgeCount of all of the target's own
 * @param complete false when the trace store or the host did not answer or left something out
 * @param line the first line of the raw output
 */
public record DependentsFacts(
    List<Reached> dependents,
    int dependentCount,
    List<Reached> dependencies,
    int dependencyCount,
    Optional<Boolean> dependsOnOthers,
    List<Edge> edges,
    int edgeCount,
    Sockets sockets,
    boolean complete,
    String line) {
  public DependentsFacts {
    dependents = List.copyOf(dependents);
    dependencies = List.copyOf(dependencies);
    edges = List.copyOf(edges);
  }

  /**
   * @param hops calls between the two; 1 for a direct one
   */
  public record Reached(String target, int hops) {}

  /**
   * One target depends on another. What says so in two ways stands here twice.
   *
   * @param callee a target, or the address of a server that the inventory does not know
   * @param evidence {@code span}, {@code sockets} or {@code configuration}
   * @param ageSeconds since it was last seen; empty where the source knows no time
   * @param calls spans, or connections at the time of the reading
   * @param line of the table of sockets that shows it
   */
  public record Edge(
      String caller,
      String callee,
      String evidence,
      Optional<Long> ageSeconds,
      long calls,
      Optional<String> line) {}

  /**
   * The connections of the host itself.
   *
   * @param outcome {@code read}, or why they were not
   * @param unknownClients connections from addresses that the inventory does not know; no edges
   * @param logins connections over SSH, Shindan's among them; no edges
   */
  public record Sockets(String outcome, int unknownClients, int logins) {}
}
