package dev.shindan.evals.dataset;

import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.MetricSuspicions;
import dev.shindan.agent.signal.SuspectRanking;
import dev.shindan.agent.signal.Suspects;
import dev.shindan.agent.signal.Suspicion;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.TargetMetric;
import dev.shindan.agent.signal.TraceAttribution;
import dev.shindan.agent.signal.TraceChanges;
import dev.shindan.agent.signal.TraceSuspicions;
import dev.shindan.agent.signal.TracedActivity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known when the alert of a case goes off: healthy times and the time since, in whatever
 * telemetry there is.
 *
 * @param dependencies what is known of the graph beside the traces
 */
record NezhaQuestion(
    TracedActivity healthy,
    TracedActivity since,
    List<TargetMetric> metrics,
    DependencyGraph dependencies) {
  Suspects suspects() {
    Set<Signal> observed = EnumSet.noneOf(Signal.class);
    List<Suspicion> suspicions = new ArrayList<>();
    DependencyGraph graph = dependencies;
    boolean traced = !healthy.spans().isEmpty() && !since.spans().isEmpty();
    if (traced) {
      observed.add(Signal.TRACES);
      TraceChanges changes = TraceAttribution.compare(healthy, since);
      graph = graph.with(changes.graph());
      suspicions.addAll(TraceSuspicions.of(changes));
    }
    if (traced && !healthy.lines().isEmpty() && !since.lines().isEmpty()) {
      observed.add(Signal.LOGS);
    }
    if (!metrics.isEmpty()) {
      observed.add(Signal.METRICS);
      suspicions.addAll(new MetricSuspicions(graph, traced).suspicions(metrics));
    }
    return new SuspectRanking(observed, graph, Optional.empty()).rank(suspicions);
  }
}
