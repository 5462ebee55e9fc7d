package dev.shindan.agent.source;

import java.time.Instant;

/** How many lines of a query fall into the stretch of time that begins at {@code start}. */
public record LogCount(Instant start, long lines) {}
