package dev.shindan.agent.signal;

/**
 * How often something happened in the runs before and in the runs after.
 *
 * @param withBefore runs in which it happened, of {@code runsBefore}
 * @param withAfter runs in which it happened, of {@code runsAfter}
 */
public record ShareShift(long runsBefore, long withBefore, long runsAfter, long withAfter) {
  /** Runs on both sides that halve the doubt: 4 runs count half, 16 four fifths. */
  private static final double HALF_RUNS = 4;

  public ShareShift {
    if (withBefore < 0 || withBefore > runsBefore || withAfter < 0 || withAfter > runsAfter) {
      throw new IllegalArgumentException("it cannot happen in more runs than there were");
    }
  }

  public double before() {
    return runsBefore == 0 ? 0 : (double) withBefore / runsBefore;
  }

  public double after() {
    return runsAfter == 0 ? 0 : (double) withAfter / runsAfter;
  }

  /**
   * From 0, no shift, to 1, from never to always or back: the Jensen-Shannon divergence of the two
   * shares in bits (Lin, 1991), times {@code n / (n + 4)} with n the harmonic mean of the runs. A
   * share that drifts because the requests differ, from 0.1 to 0.5, has 0.15 bits; a step that is
   * no longer reached at all has nearly 1.
   */
  public double strength() {
    if (runsBefore == 0 || runsAfter == 0) {
      return 0;
    }
    double runs = 2.0 / (1.0 / runsBefore + 1.0 / runsAfter);
    double middle = (before() + after()) / 2;
    double bits = entropy(middle) - (entropy(before()) + entropy(after())) / 2;
    return Math.clamp(bits, 0, 1) * runs / (runs + HALF_RUNS);
  }

  private static double entropy(double share) {
    return share <= 0 || share >= 1
        ? 0
        : -(share * Math.log(share) + (1 - share) * Math.log(1 - share)) / Math.log(2);
  }
}
