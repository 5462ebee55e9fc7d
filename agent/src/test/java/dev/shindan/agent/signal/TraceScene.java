package dev.shindan.agent.signal;

import dev.shindan.agent.source.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds traces by hand: a span after its parent, times in microseconds from the trace's start. */
final class TraceScene {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Span> spans = new ArrayList<>();
  private final List<TracedActivity.Line> lines = new ArrayList<>();
  private int traces;

  /** Begins another trace; spans are added to it until the next. */
  TraceScene trace() {
    traces++;
    return this;
  }

  TraceScene span(
      String id, String parent, String service, String operation, long start, long duration) {
    return add(id, parent, service, operation, start, duration, false);
  }

  TraceScene failed(
      String id, String parent, String service, String operation, long start, long duration) {
    return add(id, parent, service, operation, start, duration, true);
  }

  TraceScene line(String span, String template, boolean severe) {
    lines.add(new TracedActivity.Line("t" + traces, span, template, severe));
    return this;
  }

  TracedActivity activity() {
    return new TracedActivity(spans, lines);
  }

  private TraceScene add(
      String id,
      String parent,
      String service,
      String operation,
      long start,
      long duration,
      boolean error) {
    spans.add(
        new Span(
            "t" + traces,
            id,
            Optional.of(parent).filter(name -> !name.isEmpty()),
            service,
            operation,
            START.plusSeconds(traces).plusNanos(start * 1000),
            duration,
            error,
            Map.of()));
    return this;
  }
}
