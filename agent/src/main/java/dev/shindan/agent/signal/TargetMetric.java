package dev.shindan.agent.signal;

/**
 * A series of one target, cut in two at the onset.
 *
 * @param before samples of healthy times; a few of an earlier incident do no harm
 * @param after samples since the onset
 */
public record TargetMetric(String target, Role role, double[] before, double[] after) {
  /** What a series says about its target. */
  public enum Role {
    /** Percent of a limit that is in use. */
    UTILISATION,
    /** Seconds that the target takes to answer. */
    SERVER_LATENCY,
    /** Seconds that the target waits for what it calls. */
    CLIENT_LATENCY,
    /** Requests in a unit of time. */
    TRAFFIC
  }
}
