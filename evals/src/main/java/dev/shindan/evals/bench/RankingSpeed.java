package dev.shindan.evals.bench;

import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.DependencyGraph.Edge;
import dev.shindan.agent.signal.SuspectRanking;
import dev.shindan.agent.signal.Suspicion;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.SymptomFlow;
import dev.shindan.agent.signal.SymptomFlow.Excess;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * How long the ranking of thousands of services takes, each with twenty reasons against it and four
 * callers, in circles too: the graph, the flow of the symptom and the ranking.
 */
final class RankingSpeed implements Measurement {
  private static final int[] SERVICES = {1_250, 2_500, 5_000, 10_000, 20_000};
  private static final int GOAL_SERVICES = 5_000;
  private static final int WARM_UP = 3;
  private static final int CALLERS = 4;
  private static final int REASONS = 20;
  private static final List<Signal> SIGNALS = List.of(Signal.values());

  @Override
  public Measured measure() {
    for (int i = 0; i < WARM_UP; i++) {
      seconds(SERVICES[0]);
    }
    Growth growth = new Growth("ranking: services, seconds of one core");
    double goal = 0;
    for (int services : SERVICES) {
      double seconds = seconds(services);
      growth.add(services, seconds);
      goal = services == GOAL_SERVICES ? seconds : goal;
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rankingServices", GOAL_SERVICES);
    figures.put("rankingSeconds", Math.round(goal * 1_000) / 1_000.0);
    figures.put("rankingGrowthExponent", growth.exponent());
    return new Measured(growth, figures);
  }

  private static double seconds(int services) {
    Random random = new Random(1);
    List<Edge> edges = new ArrayList<>();
    List<Suspicion> suspicions = new ArrayList<>();
    Map<String, Excess> excesses = new HashMap<>();
    for (int i = 0; i < services; i++) {
      String name = "s" + i;
      for (int k = 0; k < CALLERS; k++) {
        int caller = k == 0 ? i / CALLERS : random.nextInt(services);
        edges.add(new Edge("s" + caller, name, "span", Optional.empty(), 1));
      }
      for (int k = 0; k < REASONS; k++) {
        Signal signal = SIGNALS.get(k % SIGNALS.size());
        suspicions.add(new Suspicion(name, signal, random.nextDouble(), k % 2 == 0, "reason " + k));
      }
      excesses.put(name, new Excess(random.nextDouble(), random.nextDouble(), true));
    }
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    DependencyGraph graph = DependencyGraph.of(edges);
    suspicions.addAll(new SymptomFlow(graph, "s0", excesses).suspicions());
    new SuspectRanking(EnumSet.allOf(Signal.class), graph, Optional.of("s0")).rank(suspicions);
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
  }
}
