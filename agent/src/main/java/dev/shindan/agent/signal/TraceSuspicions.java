package dev.shindan.agent.signal;

import dev.shindan.agent.signal.StepChange.Kind;
import dev.shindan.agent.signal.Suspicion.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Suspects services from what changed in the traces. Time that passes between two services is the
 * callee's when all who call it wait, and the caller's when it waits for all whom it calls.
 */
public final class TraceSuspicions {
  /** Sums a weighted mean up. */
  private record Mean(double sum, double weight) {
    private static final Mean NONE = new Mean(0, 0);

    Mean plus(double value, double weight) {
      return new Mean(sum + value * weight, this.weight + weight);
    }

    double value() {
      return weight == 0 ? 0 : sum / weight;
    }
  }

  private TraceSuspicions() {}

  /** At most four for each service: as callee, as caller, in itself, and by what it does. */
  public static List<Suspicion> of(TraceChanges changes) {
    SortedMap<String, SortedMap<String, Mean>> waits = waits(changes.slow());
    Set<String> callees = new TreeSet<>();
    waits.values().forEach(called -> callees.addAll(called.keySet()));
    List<Suspicion> found = new ArrayList<>();
    for (String callee : callees) {
      add(found, callee, asCallee(waits, callee), "its callers wait for it");
    }
    waits.forEach(
        (caller, called) ->
            add(found, caller, exceptSlowest(called), "it waits for all that it calls"));
    slowInItself(changes.slow()).forEach((service, slow) -> add(found, slow));
    strongest(changes.steps()).forEach((service, step) -> add(found, step));
    return found;
  }

  private static void add(List<Suspicion> found, String service, double strength, String reason) {
    if (strength > 0) {
      found.add(new Suspicion(service, Signal.TRACES, strength, false, reason));
    }
  }

  private static void add(List<Suspicion> found, SlowOperation slow) {
    String reason =
        String.format(
            Locale.ROOT,
            "%s takes %.1f ms of its own, was %.1f ms",
            slow.operation(),
            slow.slowdown().medianAfterMicros() / 1000,
            slow.slowdown().medianBeforeMicros() / 1000);
    add(found, slow.service(), slow.strength(), reason);
  }

  private static void add(List<Suspicion> found, StepChange change) {
    String reason =
        String.format(
            Locale.ROOT,
            "%s: \"%s\" in %.0f %% of its runs, was %.0f %%",
            change.operation(),
            change.step(),
            100 * change.shift().after(),
            100 * change.shift().before());
    Signal signal = change.kind() == Kind.LINE ? Signal.LOGS : Signal.TRACES;
    found.add(new Suspicion(change.service(), signal, change.strength(), true, reason));
  }

  /** How slow the way from each caller to each of its callees has become. */
  private static SortedMap<String, SortedMap<String, Mean>> waits(List<SlowOperation> slow) {
    SortedMap<String, SortedMap<String, Mean>> waits = new TreeMap<>();
    for (SlowOperation operation : slow) {
      if (operation.callee().isPresent()) {
        Mean one = Mean.NONE.plus(operation.strength(), operation.slowdown().countAfter());
        waits
            .computeIfAbsent(operation.service(), name -> new TreeMap<>())
            .merge(
                operation.callee().get(),
                one,
                (was, more) -> was.plus(more.value(), more.weight()));
      }
    }
    return waits;
  }

  /** The mean over its callers, less what the caller meets with everybody else too. */
  private static double asCallee(SortedMap<String, SortedMap<String, Mean>> waits, String callee) {
    Mean mean = Mean.NONE;
    for (Map<String, Mean> called : waits.values()) {
      Mean waiting = called.get(callee);
      if (waiting != null) {
        Mean others = Mean.NONE;
        for (Map.Entry<String, Mean> other : called.entrySet()) {
          others =
              other.getKey().equals(callee) ? others : others.plus(other.getValue().value(), 1);
        }
        mean = mean.plus(waiting.value() * (1 - others.value()), 1);
      }
    }
    return mean.value();
  }

  /** A single slow callee says nothing about its caller. */
  private static double exceptSlowest(Map<String, Mean> called) {
    double slowest = 0;
    Mean all = Mean.NONE;
    for (Mean waiting : called.values()) {
      slowest = Math.max(slowest, waiting.value());
      all = all.plus(waiting.value(), 1);
    }
    return called.size() < 2 ? 0 : (all.sum() - slowest) / (called.size() - 1);
  }

  private static SortedMap<String, SlowOperation> slowInItself(List<SlowOperation> slow) {
    SortedMap<String, SlowOperation> slowest = new TreeMap<>();
    for (SlowOperation operation : slow) {
      if (operation.callee().isEmpty()) {
        slowest.putIfAbsent(operation.service(), operation); // the strongest stands first
      }
    }
    return slowest;
  }

  private static SortedMap<String, StepChange> strongest(List<StepChange> steps) {
    SortedMap<String, StepChange> strongest = new TreeMap<>();
    for (StepChange step : steps) {
      strongest.putIfAbsent(step.service(), step); // the strongest stands first
    }
    return strongest;
  }
}
