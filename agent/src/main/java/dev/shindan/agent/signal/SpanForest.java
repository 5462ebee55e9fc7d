package dev.shindan.agent.signal;

import dev.shindan.agent.source.Span;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Spans with what they called and were called by; a span that was delivered twice counts once. */
final class SpanForest {
  /** Identifies a span; its own id may be repeated in another trace. */
  record Key(String traceId, String spanId) {}

  private final Map<Key, Span> byId = new LinkedHashMap<>();
  private final Map<Key, List<Span>> children = new HashMap<>();

  SpanForest(Collection<Span> spans) {
    for (Span span : spans) {
      byId.putIfAbsent(new Key(span.traceId(), span.spanId()), span);
    }
    for (Span span : byId.values()) {
      span.parentId()
          .map(parent -> new Key(span.traceId(), parent))
          .filter(parent -> !parent.equals(new Key(span.traceId(), span.spanId())))
          .ifPresent(parent -> children.computeIfAbsent(parent, id -> new ArrayList<>()).add(span));
    }
    children.values().forEach(list -> list.sort(Comparator.comparing(Span::start)));
  }

  Collection<Span> spans() {
    return byId.values();
  }

  /** By start. */
  List<Span> children(Span span) {
    return children.getOrDefault(new Key(span.traceId(), span.spanId()), List.of());
  }

  boolean isRoot(Span span) {
    return span.parentId()
        .map(parent -> !byId.containsKey(new Key(span.traceId(), parent)))
        .orElse(true);
  }

  /** The one other service that the span waits for, when it waits for exactly one. */
  Optional<String> callee(Span span) {
    Set<String> others =
        children(span).stream()
            .map(Span::service)
            .filter(service -> !service.equals(span.service()))
            .collect(Collectors.toCollection(TreeSet::new));
    return others.size() == 1 ? Optional.of(others.iterator().next()) : Optional.empty();
  }

  /**
   * The time in which no child was running. Children may overlap each other; one that runs on after
   * its parent counts up to the parent's end.
   */
  long selfMicros(Span span) {
    long covered = 0;
    long until = 0;
    for (Span child : children(span)) {
      long from = micros(span, child);
      long to = Math.min(from + child.durationMicros(), span.durationMicros());
      from = Math.max(from, until);
      if (to > from) {
        covered += to - from;
        until = to;
      }
    }
    return Math.max(span.durationMicros() - covered, 0);
  }

  private static long micros(Span parent, Span child) {
    long micros = ChronoUnit.MICROS.between(parent.start(), child.start());
    return Math.max(micros, 0);
  }
}
