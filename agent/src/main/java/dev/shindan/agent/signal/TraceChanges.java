package dev.shindan.agent.signal;

import java.util.List;

/**
 * How traces differ before and after, each list with the strongest first.
 *
 * @param slow whose own time has grown
 * @param steps what is done more or less often in a run: lines, calls, failures
 * @param counts calls that are repeated more often
 * @param newEdges pairs of services that did not call each other before
 * @param graph who called whom in either window
 */
public record TraceChanges(
    List<SlowOperation> slow,
    List<StepChange> steps,
    List<CallCount> counts,
    List<DependencyGraph.Edge> newEdges,
    DependencyGraph graph) {
  public TraceChanges {
    slow = List.copyOf(slow);
    steps = List.copyOf(steps);
    counts = List.copyOf(counts);
    newEdges = List.copyOf(newEdges);
  }
}
