package dev.shindan.agent.source;

import java.time.Duration;
import java.util.Optional;

/** A store of spans. What they mean is computed by our own code. Thread-safe. */
public interface TraceSource {
  /** The whole traces that match. */
  Traces find(TraceQuery query, Duration timeout);

  /** Whether the store answers at all; empty when healthy, otherwise one line. */
  Optional<String> check();
}
