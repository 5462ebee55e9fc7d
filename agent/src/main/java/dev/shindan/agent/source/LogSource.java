package dev.shindan.agent.source;

import dev.shindan.agent.model.Target;
import java.time.Duration;
import java.util.Optional;

/** A store of log lines that filters and counts where the lines are. Thread-safe. */
public interface LogSource {
  /** Whether the store may hold logs of this target at all. */
  boolean holds(Target target);

  LogAnswer search(LogQuery query, Duration timeout) throws InterruptedException;

  /** Whether the store answers at all; empty when healthy, otherwise one line. */
  Optional<String> check();
}
