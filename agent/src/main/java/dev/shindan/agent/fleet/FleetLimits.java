package dev.shindan.agent.fleet;

import java.time.Duration;

/**
 * How many hosts are asked at once, and for how long.
 *
 * @param parallelMax hosts that are being worked on; more only makes each slower
 * @param slowAfter a host that has not answered by then gives its place to another and goes on
 *     waiting, so that hosts that hang do not hold up the rest
 * @param waitingMax hosts under way in all: being reached, waiting for their turn, being asked
 * @param hostTimeMax after which a host is given up
 */
public record FleetLimits(
    int parallelMax, Duration slowAfter, int waitingMax, Duration hostTimeMax) {
  public static final FleetLimits DEFAULT =
      new FleetLimits(64, Duration.ofSeconds(1), 512, Duration.ofSeconds(30));

  public FleetLimits {
    if (parallelMax < 1 || waitingMax < parallelMax) {
      throw new IllegalArgumentException("1 <= parallelMax <= waitingMax was expected");
    }
    if (hostTimeMax.toMillis() < 1 || slowAfter.isNegative()) {
      throw new IllegalArgumentException("times above 0 were expected");
    }
  }

  public FleetLimits withHostTimeMax(Duration other) {
    return new FleetLimits(parallelMax, slowAfter, waitingMax, other);
  }

  public FleetLimits withParallelMax(int other) {
    return new FleetLimits(other, slowAfter, Math.max(other, waitingMax), hostTimeMax);
  }
}
