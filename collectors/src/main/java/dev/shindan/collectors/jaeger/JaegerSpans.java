package dev.shindan.collectors.jaeger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.Span;
import dev.shindan.collectors.spans.Attributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a trace as Jaeger's query service answers it. */
final class JaegerSpans {
  private JaegerSpans() {}

  /** Spans without an id or a start are left out. */
  static List<Span> of(JsonNode trace) {
    List<Span> spans = new ArrayList<>();
    for (JsonNode span : trace.path("spans")) {
      if (!span.path("spanID").asText().isEmpty() && span.path("startTime").isNumber()) {
        spans.add(read(span, trace.path("processes").path(span.path("processID").asText())));
      }
    }
    return spans;
  }

  private static Span read(JsonNode span, JsonNode process) {
    Map<String, String> tags = new HashMap<>();
    process.path("tags").forEach(tag -> put(tags, tag));
    span.path("tags").forEach(tag -> put(tags, tag));
    Map<String, String> kept = Attributes.kept(tags);
    return new Span(
        span.path("traceID").asText(),
        span.path("spanID").asText(),
        parent(span),
        process.path("serviceName").asText("unknown"),
        span.path("operationName").asText(""),
        Instant.EPOCH.plusNanos(span.path("startTime").asLong() * 1000),
        Math.max(0, span.path("duration").asLong(0)),
        Attributes.failed(kept, tags.getOrDefault("otel.status_code", "")),
        kept);
  }

  private static void put(Map<String, String> tags, JsonNode tag) {
    tags.put(tag.path("key").asText(), tag.path("value").asText());
  }

  private static Optional<String> parent(JsonNode span) {
    for (JsonNode reference : span.path("references")) {
      if (reference.path("refType").asText().equals("CHILD_OF")) {
        return Optional.of(reference.path("spanID").asText());
      }
    }
    String old = span.path("parentSpanID").asText("");
    return old.isEmpty() ? Optional.empty() : Optional.of(old);
  }
}
