package dev.shindan.agent.model;

import java.time.Duration;
import java.time.Instant;

/** A span of time, from {@code start} inclusive to {@code end} inclusive. */
public record Window(Instant start, Instant end) {
  public Window {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("a window ends after it starts");
    }
  }

  public Duration length() {
    return Duration.between(start, end);
  }
}
