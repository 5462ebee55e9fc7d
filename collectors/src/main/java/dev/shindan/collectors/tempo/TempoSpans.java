package dev.shindan.collectors.tempo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.Span;
import dev.shindan.collectors.spans.Attributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a trace as OpenTelemetry writes it in JSON: resources, scopes, spans. */
final class TempoSpans {
  private TempoSpans() {}

  /** Spans without an id or a start are left out. */
  static List<Span> of(String traceId, JsonNode trace) {
    List<Span> spans = new ArrayList<>();
    JsonNode root = trace.has("trace") ? trace.path("trace") : trace;
    JsonNode batches = root.has("batches") ? root.path("batches") : root.path("resourceSpans");
    for (JsonNode batch : batches) {
      Map<String, String> resource = attributes(batch.path("resource").path("attributes"));
      JsonNode scopes =
          batch.has("scopeSpans")
              ? batch.path("scopeSpans")
              : batch.path("instrumentationLibrarySpans");
      for (JsonNode scope : scopes) {
        for (JsonNode span : scope.path("spans")) {
          if (!id(span.path("spanId")).isEmpty() && span.has("startTimeUnixNano")) {
            spans.add(read(traceId, span, resource));
          }
        }
      }
    }
    return spans;
  }

  private static Span read(String traceId, JsonNode span, Map<String, String> resource) {
    Map<String, String> all = new HashMap<>(resource);
    all.putAll(attributes(span.path("attributes")));
    all.put("span.kind", span.path("kind").asText(""));
    Map<String, String> kept = Attributes.kept(all);
    long start = span.path("startTimeUnixNano").asLong();
    long end = span.path("endTimeUnixNano").asLong(start);
    String parent = id(span.path("parentSpanId"));
    return new Span(
        traceId,
        id(span.path("spanId")),
        parent.isEmpty() ? Optional.empty() : Optional.of(parent),
        resource.getOrDefault("service.name", "unknown"),
        span.path("name").asText(""),
        Instant.ofEpochSecond(start / 1_000_000_000L, start % 1_000_000_000L),
        Math.max(0, (end - start) / 1000),
        Attributes.failed(kept, span.path("status").path("code").asText("")),
        kept);
  }

  /** In hexadecimal; protocol buffers write bytes in base 64. */
  private static String id(JsonNode node) {
    String written = node.asText("");
    if (written.matches("([0-9a-fA-F]{16})?")) {
      return written;
    }
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(written));
    } catch (IllegalArgumentException neither) {
      return written;
    }
  }

  private static Map<String, String> attributes(JsonNode list) {
    Map<String, String> attributes = new HashMap<>();
    for (JsonNode one : list) {
      JsonNode value = one.path("value");
      for (JsonNode written : value) {
        attributes.put(one.path("key").asText(), written.asText());
      }
    }
    return attributes;
  }
}
