package dev.shindan.agent.tool.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * What changed in the traces that a target takes part in.
 *
 * @param traces since the onset
 * @param selfSpansBefore spans that the target wrote, and waits of its callers where it writes none
 * @param selfSpans the same since the onset; 0 when the traces do not show this target
 * @param failedShareBefore part of the traces with a failed span, 0 to 1
 * @param requestMillisBefore median duration of whole requests; empty when none was seen
 * @param slow operations whose own time has grown, the strongest first; the strongest of the target
 *     itself is always among them
 * @param failing operations in which failures start, chosen alike
 * @param calls calls made more or less often in a run of an operation
 * @param repeated operations that call another several times where they called once
 * @param newCalls {@code caller -> callee} that were not seen before
 * @param slowestPath the longest way through the slowest trace since the onset
 * @param complete false when the store or a cap left traces out
 * @param partial whether a store did so, or did not answer in part; of a busy one the cap leaves a
 *     sample
 * @param line the first line of the raw output
 */
public record TraceChangesFacts(
    int tracesBefore,
    int traces,
    int selfSpansBefore,
    int selfSpans,
    double failedShareBefore,
    double failedShare,
    Optional<Double> requestMillisBefore,
    Optional<Double> requestMillis,
    List<Slow> slow,
    List<Step> failing,
    List<Step> calls,
    List<Repeated> repeated,
    List<String> newCalls,
    List<String> slowestPath,
    boolean complete,
    boolean partial,
    String line) {
  public TraceChangesFacts {
    slow = List.copyOf(slow);
    failing = List.copyOf(failing);
    calls = List.copyOf(calls);
    repeated = List.copyOf(repeated);
    newCalls = List.copyOf(newCalls);
    slowestPath = List.copyOf(slowestPath);
  }

  /**
   * An operation whose own time has grown.
   *
   * @param target of the inventory on which the service runs, or the service
   * @param self whether that is the target that was asked about
   * @param callee when the operation only waits for another service: that one's target; the time is
   *     lost on the way between the two; otherwise empty
   * @param silent whether the service writes no spans, so that the time is what its callers wait
   *     for it, the way there included
   * @param strength 0 to 1
   */
  public record Slow(
      String target,
      boolean self,
      String service,
      String operation,
      String callee,
      boolean silent,
      double millisBefore,
      double millis,
      double strength) {}

  /**
   * Something that happens in a larger or smaller part of the runs of an operation.
   *
   * @param self whether the operation is one of the target that was asked about
   */
  public record Step(
      String target,
      boolean self,
      String service,
      String operation,
      String step,
      double shareBefore,
      double share,
      double strength) {}

  /**
   * An operation that calls another more often in a run.
   *
   * @param retries whether the additional calls follow failed ones
   */
  public record Repeated(
      String service,
      String operation,
      String called,
      double perRunBefore,
      double perRun,
      boolean retries) {}
}
