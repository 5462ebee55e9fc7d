package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives what is called without writing spans of its own, as a database is, the time that its caller
 * waits for it: each call of a client that nobody answers in the trace gets a span of the peer that
 * it names. A failure becomes the peer's only when it is one of reaching it at all; a refused
 * password, say, stays where it was noticed.
 */
final class CalledPeers {
  private static final Pattern NOT_REACHED =
      Pattern.compile(
          "(?i)timed? ?out|timeout|refused|unreachable|no route|reset by peer|broken pipe"
              + "|connection (attempt )?failed|deadline");

  /** Said by who keeps a pool: the wait was at home. */
  private static final Pattern OWN_POOL = Pattern.compile("(?i)\\bpool\\b|no free .*connection");

  private CalledPeers() {}

  /** The spans, with those of silent peers, under the names of the targets that wrote them. */
  static List<Span> in(List<Span> spans, Naming naming) {
    Set<List<String>> answered = new HashSet<>();
    Set<String> writing = new HashSet<>();
    for (Span span : spans) {
      writing.add(naming.target(span.service()));
      span.parentId().ifPresent(parent -> answered.add(List.of(span.traceId(), parent)));
    }
    List<Span> all = new ArrayList<>(spans.size());
    for (Span span : spans) {
      all.add(named(span, naming));
      if (!answered.contains(List.of(span.traceId(), span.spanId()))) {
        peer(span, naming, writing).ifPresent(all::add);
      }
    }
    return all;
  }

  private static Span named(Span span, Naming naming) {
    String name = naming.writer(span);
    return name.equals(span.service()) ? span : of(span, name);
  }

  private static Span of(Span span, String service) {
    return new Span(
        span.traceId(),
        span.spanId(),
        span.parentId(),
        service,
        span.operation(),
        span.start(),
        span.durationMicros(),
        span.error(),
        span.attributes());
  }

  private static Optional<Span> peer(Span span, Naming naming, Set<String> writing) {
    String kind = span.attributes().getOrDefault("span.kind", "");
    String peer =
        span.attributes()
            .getOrDefault("peer.service", span.attributes().getOrDefault("peer.address", ""));
    boolean unreached = span.error() && unreached(span);
    boolean silent = !writing.contains(naming.target(peer)) || unreached;
    if (!kind.equalsIgnoreCase("client") || peer.isBlank() || !silent) {
      return Optional.empty();
    }
    if (naming.target(peer).equals(naming.writer(span))) {
      return Optional.empty();
    }
    return Optional.of(
        new Span(
            span.traceId(),
            span.spanId() + "/peer",
            Optional.of(span.spanId()),
            peer,
            span.operation(),
            span.start(),
            span.durationMicros(),
            unreached,
            Map.of()));
  }

  private static boolean unreached(Span span) {
    String said =
        String.join(
            " ",
            span.attributes().getOrDefault("error", ""),
            span.attributes().getOrDefault("error.message", ""));
    return NOT_REACHED.matcher(said).find() && !OWN_POOL.matcher(said).find();
  }
}
