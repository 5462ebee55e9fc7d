package dev.shindan.agent.source;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A bounded question to a log store.
 *
 * @param target whose logs; a store finds them by its name, addresses and services
 * @param asker the investigation or person that asks, for the audit
 * @param text only lines that hold these words, filtered where the logs are
 * @param atLeast only lines of this level or above; {@link LogLevel#UNKNOWN} for all
 * @param linesMax lines to bring, the earliest of the window
 */
public record LogQuery(
    String asker,
    Target target,
    Window window,
    Optional<String> text,
    LogLevel atLeast,
    int linesMax) {
  private static final long BUCKETS = 20;

  public LogQuery {
    if (linesMax < 1) {
      throw new IllegalArgumentException("linesMax must be 1 or more");
    }
  }

  /** How long the stretches are that lines are counted by: whole seconds. */
  public Duration bucket() {
    return Duration.ofSeconds(Math.max(1, (window.length().toSeconds() + BUCKETS - 1) / BUCKETS));
  }

  /** The start of the stretch that a time falls into; stretches are counted from 1970. */
  public Instant bucketOf(Instant time) {
    long length = bucket().toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), length) * length);
  }
}
