package dev.shindan.agent.source;

import dev.shindan.agent.model.Window;
import java.util.Optional;

/**
 * Which traces are asked for.
 *
 * @param service one that takes part in the trace; empty for any
 * @param errorsOnly only traces with a failed span
 * @param tracesMax at most this many traces; a store leaves out whole traces, never single spans
 */
public record TraceQuery(
    Optional<String> service, Window window, boolean errorsOnly, int tracesMax) {
  public TraceQuery {
    if (tracesMax < 1) {
      throw new IllegalArgumentException("at least one trace is asked for");
    }
  }
}
