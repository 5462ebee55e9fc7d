package dev.shindan.agent.tool.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * Who depends on a target, and on whom it depends.
 *
 * @param dependents nearest first
 * @param dependencies nearest first
 * @param edges what it was read from, of the target's own calls and callers
 * @param complete false when the trace store did not answer or left something out
 * @param line the first line of the raw output
 */
public record DependentsFacts(
    List<Reached> dependents,
    List<Reached> dependencies,
    List<Edge> edges,
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
   * One target depends on another.
   *
   * @param evidence {@code span} or {@code configuration}
   * @param ageSeconds since it was last seen; empty where the source knows no time
   */
  public record Edge(
      String caller, String callee, String evidence, Optional<Long> ageSeconds, long calls) {}
}
