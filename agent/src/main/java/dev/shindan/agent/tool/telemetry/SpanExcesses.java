package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.signal.Deviation;
import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.signal.SymptomFlow.Excess;
import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Seconds that all answers of a target together took longer than usual: over the spans in which it
 * is called by another or by nobody, duration less the median of the same operation before. The
 * certainty is that of the operation that lost the most.
 */
final class SpanExcesses {
  /** Quicker changes than half a millisecond are the scheduler's. */
  private static final double SIGMA_FLOOR_MICROS = 500;

  private static final double MICROS = 1e6;

  private SpanExcesses() {}

  /** By target. */
  static SortedMap<String, Excess> of(List<Span> before, List<Span> since, Naming naming) {
    SortedMap<String, SortedMap<String, List<Double>>> earlier = entries(before, naming);
    SortedMap<String, Excess> excesses = new TreeMap<>();
    entries(since, naming)
        .forEach(
            (target, operations) ->
                excesses.put(
                    target, excess(earlier.getOrDefault(target, new TreeMap<>()), operations)));
    return excesses;
  }

  private static Excess excess(
      Map<String, List<Double>> earlier, Map<String, List<Double>> operations) {
    double amount = 0;
    double most = 0;
    double certainty = 0;
    for (Map.Entry<String, List<Double>> operation : operations.entrySet()) {
      double[] was = array(earlier.getOrDefault(operation.getKey(), List.of()));
      double[] is = array(operation.getValue());
      double level = was.length == 0 ? 0 : Robust.median(was);
      double lost = 0;
      for (double micros : is) {
        lost += was.length == 0 ? 0 : micros - level;
      }
      amount += lost;
      if (lost > most) {
        most = lost;
        certainty =
            Deviation.of(was, is, SIGMA_FLOOR_MICROS)
                .map(deviation -> Math.max(0, deviation.strength()))
                .orElse(0.0);
      }
    }
    return new Excess(Math.max(0, amount / MICROS), certainty, !earlier.isEmpty());
  }

  /** Durations by target and operation, of the spans in which a target is entered. */
  private static SortedMap<String, SortedMap<String, List<Double>>> entries(
      List<Span> spans, Naming naming) {
    Map<List<String>, String> writers = new HashMap<>();
    spans.forEach(
        span -> writers.put(List.of(span.traceId(), span.spanId()), naming.target(span.service())));
    SortedMap<String, SortedMap<String, List<Double>>> entries = new TreeMap<>();
    for (Span span : spans) {
      String target = naming.target(span.service());
      String caller =
          span.parentId()
              .map(parent -> writers.getOrDefault(List.of(span.traceId(), parent), ""))
              .orElse("");
      if (!caller.equals(target)) {
        entries
            .computeIfAbsent(target, _ -> new TreeMap<>())
            .computeIfAbsent(span.operation(), _ -> new ArrayList<>())
            .add((double) span.durationMicros());
      }
    }
    return entries;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
