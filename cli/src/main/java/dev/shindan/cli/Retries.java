package dev.shindan.cli;

import dev.shindan.collectors.http.Retry;
import java.time.Duration;
import java.util.Optional;

/** How often a store is asked again that failed to answer for the moment. */
record Retries(
    Optional<Integer> timesMax,
    Optional<Integer> firstWaitMillis,
    Optional<Integer> waitMaxMillis) {
  Retry limits() {
    Retry standard = Retry.DEFAULT;
    return new Retry(
        timesMax.orElse(standard.timesMax()),
        firstWaitMillis.map(Duration::ofMillis).orElse(standard.firstWait()),
        waitMaxMillis.map(Duration::ofMillis).orElse(standard.waitMax()));
  }
}
