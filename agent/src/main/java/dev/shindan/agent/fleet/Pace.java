package dev.shindan.agent.fleet;

import java.time.Duration;

/**
 * How many hosts are worked on at once, found as TCP finds its window: it grows while answers come
 * as fast as they did, and shrinks when they take much longer, for then it is this machine that
 * cannot keep up, and more at once would only spend the time limits of all. Not thread-safe.
 */
final class Pace {
  /** However slow it gets. */
  private static final int LEAST = 8;

  /**
   * Hosts begun at once for each second of the time limit of one: what a JVM that has just started
   * lets in on two cores. A host that hangs is then given up as early as can be, and those that
   * answer still do so within their time.
   */
  private static final int AT_FIRST_PER_SECOND = 25;

  /** An answer that took so many times the fastest one has waited for us, not for its host. */
  private static final int MUCH_LONGER = 4;

  /** What is faster than this is never too slow. */
  private static final Duration QUICK = Duration.ofMillis(100);

  /** The part of a new answer in the average: about the last ten count. */
  private static final double NEW_PART = 0.1;

  private final FleetLimits limits;
  private double parallel;
  private double fastestMillis = Double.MAX_VALUE;
  private double usualMillis;

  Pace(FleetLimits limits) {
    this.limits = limits;
    double atFirst = AT_FIRST_PER_SECOND * (limits.hostTimeMax().toMillis() / 1000.0);
    this.parallel = Math.min(Math.max(LEAST, atFirst), limits.parallelMax());
  }

  int parallel() {
    return (int) parallel;
  }

  void answered(Duration took) {
    double millis = took.toNanos() / 1e6;
    boolean first = usualMillis == 0;
    fastestMillis = Math.min(fastestMillis, Math.max(millis, QUICK.toMillis()));
    usualMillis = first ? millis : usualMillis + NEW_PART * (millis - usualMillis);
    double change = millis > MUCH_LONGER * fastestMillis ? -1 : 1;
    double least = Math.min(LEAST, limits.parallelMax());
    parallel = Math.clamp(parallel + change, least, limits.parallelMax());
  }

  /** Whether a host that has been asked for so long gives its place to another. */
  boolean slow(Duration since) {
    double factor = usualMillis == 0 ? 3 : 1;
    double after = Math.max(limits.slowAfter().toMillis() * factor, 3 * usualMillis);
    return since.toNanos() / 1e6 > after;
  }
}
