package dev.shindan.evals.dataset;

import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.Deviation;
import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.signal.SuspectRanking;
import dev.shindan.agent.signal.Suspects;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.SymptomFlow;
import dev.shindan.agent.signal.SymptomFlow.Excess;
import dev.shindan.evals.dataset.PetshopMetrics.Column;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known when the alert of a case goes off.
 *
 * @param healthy normal operation of the same traffic; empty where it is not in hand
 * @param window the metrics around the alert
 * @param node where the alert was raised
 * @param metric what it was raised for: {@code latency} or {@code availability}
 * @param alertSeconds when
 */
record PetshopQuestion(
    DependencyGraph graph,
    Optional<PetshopMetrics> healthy,
    PetshopMetrics window,
    String node,
    String metric,
    double alertSeconds) {
  /** Half the five minutes that a row stands for: the row nearest to the alert is of its time. */
  private static final double HALF_ROW_SECONDS = 150;

  private static final double PERCENT = 100;

  Suspects suspects() {
    Map<String, Excess> excesses = new TreeMap<>();
    for (Column column : window.columns().keySet()) {
      if (column.metric().equals(metric) && column.statistic().equals("Average")) {
        excess(column).ifPresent(excess -> excesses.put(column.node(), excess));
      }
    }
    return new SuspectRanking(
            EnumSet.of(Signal.METRICS, Signal.DEPENDENCIES), graph, Optional.of(node))
        .rank(new SymptomFlow(graph, node, excesses).suspicions());
  }

  /** Per request more than usual, times the requests of the same row, over all rows since. */
  private Optional<Excess> excess(Column column) {
    double from = alertSeconds - HALF_ROW_SECONDS;
    double[] now = costs(window.values(column, from, Double.MAX_VALUE));
    double[] justBefore = finite(costs(window.values(column, 0, from)));
    double[] usual =
        healthy
            .map(metrics -> finite(costs(metrics.values(column, 0, Double.MAX_VALUE))))
            .orElse(new double[0]);
    if (finite(now).length == 0) {
      return Optional.empty();
    }
    double[] before = usual.length > 0 ? usual : justBefore;
    double level = before.length == 0 ? 0 : Robust.median(before);
    if (justBefore.length > 0) {
      level = Math.max(level, Robust.median(justBefore)); // what was so already is not news
    }
    double[] requests =
        window.values(new Column(column.node(), "requests", "Sum"), from, Double.MAX_VALUE);
    double amount = 0;
    for (int i = 0; i < now.length; i++) {
      boolean counted = i < requests.length && Double.isFinite(requests[i]);
      amount += Double.isFinite(now[i]) && counted ? (now[i] - level) * requests[i] : 0;
    }
    double certainty = Deviation.of(before, now, 0).map(Deviation::certainty).orElse(0.5);
    return Optional.of(new Excess(Math.max(amount, 0), certainty, before.length > 0));
  }

  /** Seconds as they are, availability as the part that failed. */
  private double[] costs(double[] values) {
    return metric.equals("availability")
        ? Arrays.stream(values).map(percent -> (PERCENT - percent) / PERCENT).toArray()
        : values;
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }
}
