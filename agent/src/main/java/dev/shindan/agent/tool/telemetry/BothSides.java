package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Traces of both sides of an onset.
 *
 * @param complete false when there are more traces than were brought, or others may be missing
 * @param partial whether a store that was not asked for fewer left some out, or a side could not be
 *     had
 * @param failure why a side could not be had
 */
record BothSides(
    List<Span> before,
    List<Span> since,
    boolean complete,
    boolean partial,
    String origin,
    Optional<Traces.Unavailable> failure) {
  /** Traces of each side. */
  static final int TRACES_MAX = 150;

  /**
   * A store that has more traces than are asked for gives the latest, which before an onset that
   * was noticed late are those of the disturbance: so each side is asked for in so many parts.
   */
  private static final int PARTS = 5;

  /**
   * Asks for the traces in which one of the services takes part; for all when none of them does.
   *
   * @param services empty for all
   */
  static BothSides ask(
      TraceSource source, Set<String> services, ToolCall call, CallContext context) {
    long deadline = System.nanoTime() + context.timeout().toNanos();
    Gathering before = new Gathering(source, deadline);
    Gathering since = new Gathering(source, deadline);
    Set<Optional<String>> asked = new LinkedHashSet<>();
    services.forEach(service -> asked.add(Optional.of(service)));
    for (Optional<String> service : asked) {
      before.ask(service, Around.before(call, context));
      since.ask(service, Around.since(context));
    }
    if (before.spans.isEmpty() && since.spans.isEmpty()) {
      before.ask(Optional.empty(), Around.before(call, context));
      since.ask(Optional.empty(), Around.since(context));
    }
    return new BothSides(
        List.copyOf(before.spans.values()),
        List.copyOf(since.spans.values()),
        before.complete && since.complete,
        before.partial || since.partial,
        since.origin.isEmpty() ? before.origin : since.origin,
        before.failure.or(() -> since.failure));
  }

  /** The traces of one side, each span once. */
  private static final class Gathering {
    private final TraceSource source;
    private final long deadline;
    private final Map<List<String>, Span> spans = new LinkedHashMap<>();
    private boolean complete = true;
    private boolean partial;
    private String origin = "";
    private Optional<Traces.Unavailable> failure = Optional.empty();

    Gathering(TraceSource source, long deadline) {
      this.source = source;
      this.deadline = deadline;
    }

    void ask(Optional<String> service, Window window) {
      Duration part = Duration.between(window.start(), window.end()).dividedBy(PARTS);
      if (part.toMillis() == 0) {
        askPart(service, window, TRACES_MAX);
        return;
      }
      for (int k = 0; k < PARTS && failure.isEmpty(); k++) {
        Instant start = window.start().plus(part.multipliedBy(k));
        Instant end = k == PARTS - 1 ? window.end() : start.plus(part);
        askPart(service, new Window(start, end), TRACES_MAX / PARTS);
      }
    }

    private void askPart(Optional<String> service, Window window, int tracesMax) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      switch (source.find(new TraceQuery(service, window, false, tracesMax), left)) {
        case Traces.Unavailable not -> {
          failure = Optional.of(not);
          partial = true;
        }
        case Traces.Found found -> {
          found
              .spans()
              .forEach(span -> spans.putIfAbsent(List.of(span.traceId(), span.spanId()), span));
          complete &= found.complete();
          partial |= !found.complete() && traces(found) < tracesMax;
          origin = found.origin();
        }
      }
    }

    private static long traces(Traces.Found found) {
      return found.spans().stream().map(Span::traceId).distinct().count();
    }
  }
}
