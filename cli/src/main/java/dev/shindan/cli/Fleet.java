package dev.shindan.cli;

import dev.shindan.agent.fleet.FleetLimits;
import java.time.Duration;
import java.util.Optional;

/** The section {@code fleet}: one question to many hosts. */
record Fleet(
    Optional<Integer> parallelMax,
    Optional<Integer> slowAfterMillis,
    Optional<Integer> waitingMax,
    Optional<Integer> hostSeconds) {
  FleetLimits limits() {
    FleetLimits standard = FleetLimits.DEFAULT;
    return new FleetLimits(
        parallelMax.orElse(standard.parallelMax()),
        slowAfterMillis.map(Duration::ofMillis).orElse(standard.slowAfter()),
        waitingMax.orElse(standard.waitingMax()),
        Settings.seconds(hostSeconds, standard.hostTimeMax()));
  }
}
