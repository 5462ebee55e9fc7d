package dev.shindan.agent.source;

import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.util.Optional;

/** A store that knows what was changed and when. Thread-safe. */
public interface ChangeSource {
  Changes find(Window window, Duration timeout) throws InterruptedException;

  /** Whether the store answers at all; empty when healthy, otherwise one line. */
  Optional<String> check();
}
