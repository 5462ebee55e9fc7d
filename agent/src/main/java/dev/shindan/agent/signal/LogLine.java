package dev.shindan.agent.signal;

import java.time.Instant;

/** What a program wrote, without the time and level that its logger put before it, and when. */
public record LogLine(Instant at, String text) {}
