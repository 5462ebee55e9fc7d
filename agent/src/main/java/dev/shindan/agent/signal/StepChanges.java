package dev.shindan.agent.signal;

import dev.shindan.agent.signal.StepChange.Kind;
import dev.shindan.agent.signal.TracedActivity.Line;
import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares what operations do in the course of a run: which lines they write, which calls they make
 * and whether they fail of themselves. A function that returns too early, or throws, stops taking
 * the steps after that point, and the service in which that begins is the one to look at.
 */
final class StepChanges {
  /** Runs on each side without which nothing is said. */
  private static final int RUNS_MIN = 3;

  private record Operation(String service, String name) {}

  private record Step(Operation operation, Kind kind, String name, boolean severe) {}

  /** Runs of each operation, and in how many of them a step was taken. */
  private record Counts(Map<Operation, Integer> runs, Map<Step, Integer> taken) {}

  private StepChanges() {}

  /** The strongest first, equal ones by name. */
  static List<StepChange> compare(
      SpanForest before, List<Line> linesBefore, SpanForest after, List<Line> linesAfter) {
    Counts earlier = counts(before, linesBefore);
    Counts later = counts(after, linesAfter);
    Set<Step> steps = new HashSet<>(earlier.taken().keySet());
    steps.addAll(later.taken().keySet());
    List<StepChange> changes = new ArrayList<>();
    for (Step step : steps) {
      int runsBefore = earlier.runs().getOrDefault(step.operation(), 0);
      int runsAfter = later.runs().getOrDefault(step.operation(), 0);
      if (runsBefore < RUNS_MIN || runsAfter < RUNS_MIN) {
        continue;
      }
      ShareShift shift =
          new ShareShift(
              runsBefore,
              earlier.taken().getOrDefault(step, 0),
              runsAfter,
              later.taken().getOrDefault(step, 0));
      if (shift.strength() > 0) {
        changes.add(change(step, shift));
      }
    }
    changes.sort(
        Comparator.comparingDouble(StepChange::strength)
            .reversed()
            .thenComparing(StepChange::service)
            .thenComparing(StepChange::operation)
            .thenComparing(StepChange::kind)
            .thenComparing(StepChange::step)
            .thenComparing(StepChange::severe));
    return changes;
  }

  private static StepChange change(Step step, ShareShift shift) {
    Operation operation = step.operation();
    return new StepChange(
        operation.service(), operation.name(), step.kind(), step.name(), step.severe(), shift);
  }

  private static Counts counts(SpanForest forest, List<Line> lines) {
    Map<Operation, Integer> runs = new HashMap<>();
    Map<Step, Integer> taken = new HashMap<>();
    Map<SpanForest.Key, Operation> operations = new HashMap<>();
    for (Span span : forest.spans()) {
      Operation operation = new Operation(span.service(), span.operation());
      runs.merge(operation, 1, Integer::sum);
      operations.put(new SpanForest.Key(span.traceId(), span.spanId()), operation);
      Set<Step> calls = new HashSet<>();
      boolean relayed = false;
      for (Span child : forest.children(span)) {
        String called = child.service() + ' ' + child.operation();
        calls.add(new Step(operation, Kind.CALL, called, saysError(child.operation())));
        relayed |= child.error();
      }
      if (span.error() && !relayed) {
        calls.add(new Step(operation, Kind.FAILURE, "failed, and nothing it called had", true));
      }
      calls.forEach(step -> taken.merge(step, 1, Integer::sum));
    }
    Set<Line> counted = new HashSet<>();
    for (Line line : lines) {
      Operation operation = operations.get(new SpanForest.Key(line.traceId(), line.spanId()));
      if (operation != null && counted.add(line)) {
        Step step = new Step(operation, Kind.LINE, line.template(), line.severe());
        taken.merge(step, 1, Integer::sum);
      }
    }
    return new Counts(runs, taken);
  }

  /** An error page or handler is a step that tells of an error, whatever its own span says. */
  private static boolean saysError(String operation) {
    return operation.toLowerCase(Locale.ROOT).contains("error");
  }
}
