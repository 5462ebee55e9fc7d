package dev.shindan.agent.signal;

import dev.shindan.agent.signal.Suspicion.Signal;

/**
 * Something that a detector has already found unusual about a target, such as a monitor's alert.
 *
 * @param group the targets that do the same work, as replicas do; the target's own name when it has
 *     none like it
 * @param name what was found, the same for every target of a group
 */
public record DetectedEvent(String target, String group, Kind kind, String name) {
  /** What kind of thing was found, and how much it says about the target itself. */
  public enum Kind {
    PROCESSOR_UP(Signal.METRICS, 1),
    MEMORY_UP(Signal.METRICS, 0.6),
    /** Disks, file systems, threads, descriptors. */
    RESOURCE_UP(Signal.METRICS, 0.4),
    RESOURCE_DOWN(Signal.METRICS, 0.2),
    LATENCY_UP(Signal.METRICS, 0.5),
    LATENCY_DOWN(Signal.METRICS, 0.05),
    FAILURES(Signal.METRICS, 0.3),
    TRAFFIC_UP(Signal.METRICS, 0.1),
    TRAFFIC_DOWN(Signal.METRICS, 0.5),
    CALLED_SLOW(Signal.TRACES, 0.5),
    CALLED_FAILED(Signal.TRACES, 0.2),
    OWN_SLOW(Signal.TRACES, 0.25),
    OWN_FAILED(Signal.TRACES, 0.2),
    CALL_FAILED(Signal.TRACES, 0.1),
    LINES(Signal.LOGS, 1);

    private final Signal signal;
    private final double weight;

    Kind(Signal signal, double weight) {
      this.signal = signal;
      this.weight = weight;
    }

    public Signal signal() {
      return signal;
    }

    /** From 0 to 1; what a target does counts more than what is done to it. Our own choice. */
    public double weight() {
      return weight;
    }
  }
}
