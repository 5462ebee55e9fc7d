package dev.shindan.agent.signal;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far a series stands from where it used to be.
 *
 * @param before median before
 * @param after median after
 * @param z {@code (after - before)} in robust standard deviations of before
 */
public record Deviation(double before, double after, double z) {
  private static final int BEFORE_MIN = 4;

  /** A quiet series is taken to vary by at least this part of its level. */
  private static final double SIGMA_PART = 0.05;

  /** At so many standard deviations there is no doubt left. */
  private static final double Z_FULL = 100;

  /**
   * Samples that are not finite are taken as missing.
   *
   * @param sigmaFloor the least that a series of this kind varies by, in its own unit
   * @return empty with less than four samples before or none after
   */
  public static Optional<Deviation> of(double[] before, double[] after, double sigmaFloor) {
    double[] earlier = finite(before);
    double[] later = finite(after);
    if (earlier.length < BEFORE_MIN || later.length == 0) {
      return Optional.empty();
    }
    double level = Robust.median(earlier);
    double now = Robust.median(later);
    double sigma =
        Math.max(
            Math.max(Robust.sigma(earlier), SIGMA_PART * Math.abs(level)),
            Math.max(sigmaFloor, Double.MIN_NORMAL));
    return Optional.of(new Deviation(level, now, (now - level) / sigma));
  }

  /** From 0 to 1, whichever way it went; {@code ln(1 + |z|)}, full at 100. */
  public double certainty() {
    return Math.min(1, Math.log1p(Math.abs(z)) / Math.log1p(Z_FULL));
  }

  /** From -1 to 1: certainty times the move as a part of both levels together. */
  public double strength() {
    double both = Math.abs(after) + Math.abs(before);
    return both == 0 ? 0 : certainty() * (after - before) / both;
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }
}
