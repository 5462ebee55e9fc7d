package dev.shindan.agent.fleet;

import java.time.Duration;

/**
 * How many hosts are worked on at once, found as TCP finds its window: it grows while answers come
 * as fast as they did, and shrinks when they take much longer, for then it is this machine that
 * cannot keep up, and more at once would only spend the time limits of all. Not thread-safe.
 */
final class Pace {
  /** A JVM that has just started learns on a few how it is done. */
  private static final int AT_FIRST = 8;

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
    this.parallel = Math.min(AT_FIRST, limits.parallelMax());
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
    double least = Math.min(AT_FIRST, limits.parallelMax());
    parallel = Math.clamp(parallel + change, least, limits.parallelMax());
  }

  /** Whether a host that has been asked for so long gives its place to another. */
  boolean slow(Duration since) {
    double factor = usualMillis == 0 ? 3 : 1;
    double after = Math.max(limits.slowAfter().toMillis() * factor, 3 * usualMillis);
    return since.toNanos() / 1e6 > after;
  }
}
