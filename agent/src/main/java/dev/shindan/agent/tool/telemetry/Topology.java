package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.DependencyGraph.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who depends on whom, from what the inventory says and what telemetry shows. */
final class Topology {
  private Topology() {}

  /** What the operator wrote into the inventory. */
  static DependencyGraph configured(Inventory inventory) {
    List<Edge> edges = new ArrayList<>();
    for (Target target : inventory.targets()) {
      for (String needed : target.dependsOn()) {
        edges.add(new Edge(target.name(), needed, "configuration", Optional.empty(), 0));
      }
    }
    return DependencyGraph.of(edges);
  }

  /** The graph with the targets of the inventory in the place of services that run on them. */
  static DependencyGraph named(DependencyGraph services, Naming naming) {
    return DependencyGraph.of(
        services.edges().stream()
            .map(
                edge ->
                    new Edge(
                        naming.target(edge.caller()),
                        naming.target(edge.callee()),
                        edge.evidence(),
                        edge.lastSeen(),
                        edge.calls()))
            .toList());
  }
}
