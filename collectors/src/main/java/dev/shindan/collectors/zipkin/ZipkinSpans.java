package dev.shindan.collectors.zipkin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.Span;
import dev.shindan.collectors.spans.Attributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Zipkin's spans. Where caller and callee share one span, the callee's half becomes a child
 * of the caller's, and what the callee called becomes a child of its half.
 */
final class ZipkinSpans {
  private static final String HALF = ".shared";

  private final List<Span> spans = new ArrayList<>();
  private int unread;

  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Spans without an id, a time or a service. */
  int unread() {
    return unread;
  }

  void add(JsonNode trace) {
    if (!trace.isArray()) {
      unread++;
      return;
    }
    Map<String, String> sharedBy = new HashMap<>();
    for (JsonNode span : trace) {
      if (span.path("shared").asBoolean()) {
        sharedBy.put(span.path("id").asText(), service(span));
      }
    }
    for (JsonNode span : trace) {
      Optional<Span> read = read(span, sharedBy);
      read.ifPresent(spans::add);
      unread += read.isPresent() ? 0 : 1;
    }
  }

  private static Optional<Span> read(JsonNode span, Map<String, String> sharedBy) {
    String id = span.path("id").asText();
    String traceId = span.path("traceId").asText();
    if (id.isEmpty() || traceId.isEmpty() || !span.path("timestamp").isNumber()) {
      return Optional.empty();
    }
    Map<String, String> tags = new HashMap<>();
    span.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    tags.put("span.kind", span.path("kind").asText("").toLowerCase(Locale.ROOT));
    tags.putIfAbsent("peer.service", span.path("remoteEndpoint").path("serviceName").asText(""));
    tags.putIfAbsent("server.address", span.path("remoteEndpoint").path("ipv4").asText(""));
    if (tags.containsKey("error") && tags.getOrDefault("error", "").isEmpty()) {
      tags.put("error", "true"); // the key alone says it
    }
    Map<String, String> kept = Attributes.kept(tags);
    boolean shared = span.path("shared").asBoolean();
    return Optional.of(
        new Span(
            traceId,
            shared ? id + HALF : id,
            shared ? Optional.of(id) : parent(span, sharedBy),
            service(span),
            span.path("name").asText(""),
            Instant.EPOCH.plusNanos(span.path("timestamp").asLong() * 1000),
            Math.max(0, span.path("duration").asLong(0)),
            Attributes.failed(kept, ""),
            kept));
  }

  private static Optional<String> parent(JsonNode span, Map<String, String> sharedBy) {
    String parent = span.path("parentId").asText("");
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    boolean ofCallee = service(span).equals(sharedBy.get(parent));
    return Optional.of(ofCallee ? parent + HALF : parent);
  }

  private static String service(JsonNode span) {
    return span.path("localEndpoint").path("serviceName").asText("unknown");
  }
}
