package dev.shindan.agent.signal;

import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says what changed in the traces since before: which operation added the latency (own time, not
 * the time of what it called), where an error started, which calls are missing, new or repeated.
 */
public final class TraceAttribution {
  /** One run more in two is worth telling. */
  private static final double REPEATED_MIN = 1.5;

  private record Operation(String service, String name, String callee)
      implements Comparable<Operation> {
    private static final Comparator<Operation> ORDER =
        Comparator.comparing(Operation::service)
            .thenComparing(Operation::name)
            .thenComparing(Operation::callee);

    @Override
    public int compareTo(Operation other) {
      return ORDER.compare(this, other);
    }
  }

  private TraceAttribution() {}

  /** The changes from one window to another; windows without spans change nothing. */
  public static TraceChanges compare(TracedActivity before, TracedActivity after) {
    SpanForest earlier = new SpanForest(before.spans());
    SpanForest later = new SpanForest(after.spans());
    DependencyGraph calledBefore = DependencyGraph.fromSpans(earlier);
    DependencyGraph called = DependencyGraph.fromSpans(later);
    return new TraceChanges(
        slow(earlier, later),
        StepChanges.compare(earlier, before.lines(), later, after.lines()),
        counts(earlier, later),
        before.spans().isEmpty() ? List.of() : called.edgesNotIn(calledBefore),
        called.with(calledBefore));
  }

  private static List<SlowOperation> slow(SpanForest before, SpanForest after) {
    double requestMicros = requestMicros(before);
    Map<Operation, double[]> earlier = selfTimes(before);
    List<SlowOperation> slow = new ArrayList<>();
    selfTimes(after)
        .forEach(
            (operation, times) -> {
              Slowdown slowdown =
                  Slowdown.of(earlier.getOrDefault(operation, new double[0]), times);
              double strength = slowdown.strength(requestMicros);
              if (slowdown.countBefore() >= Slowdown.COUNT_MIN
                  && slowdown.countAfter() >= Slowdown.COUNT_MIN) {
                slow.add(slowOperation(operation, slowdown, strength));
              }
            });
    slow.sort(Comparator.comparingDouble(SlowOperation::strength).reversed()); // stable: by name
    return slow;
  }

  private static SlowOperation slowOperation(
      Operation operation, Slowdown slowdown, double strength) {
    return new SlowOperation(
        operation.service(),
        operation.name(),
        operation.callee().isEmpty() ? Optional.empty() : Optional.of(operation.callee()),
        slowdown,
        strength);
  }

  /** How long a whole request took. */
  private static double requestMicros(SpanForest forest) {
    double[] requests =
        forest.spans().stream().filter(forest::isRoot).mapToDouble(Span::durationMicros).toArray();
    return requests.length == 0 ? 0 : Robust.median(requests);
  }

  private static Map<Operation, double[]> selfTimes(SpanForest forest) {
    Map<Operation, List<Long>> times = new TreeMap<>();
    for (Span span : forest.spans()) {
      Operation operation =
          new Operation(span.service(), span.operation(), forest.callee(span).orElse(""));
      times.computeIfAbsent(operation, name -> new ArrayList<>()).add(forest.selfMicros(span));
    }
    Map<Operation, double[]> arrays = new TreeMap<>();
    times.forEach((operation, list) -> arrays.put(operation, array(list)));
    return arrays;
  }

  private static double[] array(Collection<Long> values) {
    return values.stream().mapToDouble(Long::doubleValue).toArray();
  }

  private static List<CallCount> counts(SpanForest before, SpanForest after) {
    Map<Operation, Repeats> earlier = repeats(before);
    List<CallCount> counts = new ArrayList<>();
    repeats(after)
        .forEach(
            (call, now) -> {
              Repeats then = earlier.getOrDefault(call, new Repeats(0, 0, 0));
              if (then.runs() > 0 && now.perRun() >= REPEATED_MIN * then.perRun()) {
                counts.add(
                    new CallCount(
                        call.service(),
                        call.name(),
                        call.callee(),
                        then.perRun(),
                        now.perRun(),
                        now.afterFailure()));
              }
            });
    counts.sort(
        Comparator.comparingDouble((CallCount count) -> count.perRunAfter() / count.perRunBefore())
            .reversed());
    return counts;
  }

  /** Calls of one kind: runs that made any, calls in all, calls that followed a failed one. */
  private record Repeats(int runs, int calls, int retries) {
    double perRun() {
      return runs == 0 ? 0 : (double) calls / runs;
    }

    double afterFailure() {
      return calls == runs ? 0 : (double) retries / (calls - runs);
    }

    Repeats plus(Repeats other) {
      return new Repeats(runs + other.runs, calls + other.calls, retries + other.retries);
    }
  }

  private static Map<Operation, Repeats> repeats(SpanForest forest) {
    Map<Operation, Repeats> repeats = new TreeMap<>();
    for (Span span : forest.spans()) {
      Map<String, List<Span>> kinds = new TreeMap<>();
      for (Span child : forest.children(span)) {
        String called = child.service() + ' ' + child.operation();
        kinds.computeIfAbsent(called, name -> new ArrayList<>()).add(child);
      }
      kinds.forEach(
          (called, calls) ->
              repeats.merge(
                  new Operation(span.service(), span.operation(), called),
                  new Repeats(1, calls.size(), retries(calls)),
                  Repeats::plus));
    }
    return repeats;
  }

  private static int retries(List<Span> calls) {
    int retries = 0;
    for (int i = 1; i < calls.size(); i++) {
      retries += calls.get(i - 1).error() ? 1 : 0;
    }
    return retries;
  }
}
