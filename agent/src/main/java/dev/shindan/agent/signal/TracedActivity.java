package dev.shindan.agent.signal;

import dev.shindan.agent.source.Span;
import java.util.List;

/** What traces saw in a window, and the log lines that name a span of theirs. */
public record TracedActivity(List<Span> spans, List<Line> lines) {
  /**
   * A log line written in the course of a span.
   *
   * @param template the line without its variable parts, or where in the program it was written
   * @param severe whether it was logged as an error
   */
  public record Line(String traceId, String spanId, String template, boolean severe) {}

  public TracedActivity {
    spans = List.copyOf(spans);
    lines = List.copyOf(lines);
  }

  public static TracedActivity of(List<Span> spans) {
    return new TracedActivity(spans, List.of());
  }
}
