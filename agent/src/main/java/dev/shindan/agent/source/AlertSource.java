package dev.shindan.agent.source;

import java.time.Duration;
import java.util.Optional;

/** A monitoring system that knows which alerts fire now. Thread-safe. */
public interface AlertSource {
  FiringAlerts firing(Duration timeout) throws InterruptedException;

  /** Whether the system answers at all; empty when healthy, otherwise one line. */
  Optional<String> check();
}
