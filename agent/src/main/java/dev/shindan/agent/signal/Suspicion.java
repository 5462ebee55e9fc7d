package dev.shindan.agent.signal;

/**
 * One reason to suspect a target.
 *
 * @param strength 0 for none; 1 for as much as one reason can say
 * @param relayed whether it could just as well be the effect of something the target depends on
 * @param reason what was seen, for the reader
 */
public record Suspicion(
    String target, Signal signal, double strength, boolean relayed, String reason) {
  /** What a reason was read from. */
  public enum Signal {
    METRICS,
    LOGS,
    TRACES,
    /** How much of the symptom passes through the target and ends there. */
    DEPENDENCIES
  }

  public Suspicion {
    if (!Double.isFinite(strength) || strength < 0) {
      throw new IllegalArgumentException("a strength is 0 or more: " + strength);
    }
  }
}
