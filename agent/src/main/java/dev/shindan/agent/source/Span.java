package dev.shindan.agent.source;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One timed operation of one service within a trace, in the same shape whichever store it came
 * from.
 *
 * @param parentId empty for the root of a trace; it may name a span that was not recorded
 * @param service as the tracing library was told to call it
 * @param start by the clock of the host that recorded it
 * @param durationMicros 0 or more
 * @param error whether the span says that the operation failed
 * @param attributes the few that tell what was called and how it ended, such as {@code span.kind},
 *     {@code http.status_code}, {@code peer.service}, {@code host.name}
 */
public record Span(
    String traceId,
    String spanId,
    Optional<String> parentId,
    String service,
    String operation,
    Instant start,
    long durationMicros,
    boolean error,
    Map<String, String> attributes) {
  public Span {
    attributes = Map.copyOf(attributes);
    if (durationMicros < 0) {
      throw new IllegalArgumentException("a span cannot end before it starts");
    }
  }
}
