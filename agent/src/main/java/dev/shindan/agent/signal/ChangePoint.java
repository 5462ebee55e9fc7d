package dev.shindan.agent.signal;

/**
 * Where a series began to behave otherwise.
 *
 * @param index of the first sample of the new behaviour
 * @param before mean of the samples since the change point before this one
 * @param after mean of the samples up to the next one
 * @param gain how much likelier the samples are with the change than without: twice the difference
 *     of the log likelihoods; of a gap, its samples
 */
public record ChangePoint(int index, Kind kind, double before, double after, double gain) {
  /** What changed most. */
  public enum Kind {
    LEVEL,
    SLOPE,
    VARIANCE,
    /** Samples are missing from here on. */
    MISSING,
    /** Samples are there again. */
    RETURNED
  }
}
