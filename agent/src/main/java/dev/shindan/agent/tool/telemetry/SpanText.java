package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.tool.RawOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Spans as raw output: a JSON line that says what was asked, then a line for each span: {@code
 * ["before",trace,span,parent,service,operation,start,micros,failed,{attributes}]}.
 *
 * @param header the first line
 * @param before spans of the baseline
 * @param since spans since the onset
 * @param unread lines that could not be read back
 */
record SpanText(Header header, List<Span> before, List<Span> since, int unread) {
  /** For each side; well below what raw output is cut at together. */
  private static final int CHARACTERS_MAX = 450_000;

  private static final int FIELDS = 10;

  SpanText {
    before = List.copyOf(before);
    since = List.copyOf(since);
  }

  /**
   * @param complete false when the store or a cap left traces out
   * @param partial whether the store did so; absent in older recordings
   */
  record Header(
      Instant start,
      Instant onset,
      Instant end,
      boolean complete,
      boolean partial,
      String origin,
      String asked) {}

  static RawOutput write(Header header, List<Span> before, List<Span> since) {
    StringBuilder text = new StringBuilder();
    boolean whole = write("before", before, text);
    whole &= write("since", since, text);
    Header said =
        new Header(
            header.start(),
            header.onset(),
            header.end(),
            header.complete() && whole,
            header.partial(),
            header.origin(),
            header.asked());
    return RawOutput.of(Json.write(said) + "\n" + text);
  }

  /** Whole traces only: half of one would look like missing calls. */
  private static boolean write(String side, List<Span> spans, StringBuilder text) {
    Map<String, List<Span>> byTrace = new LinkedHashMap<>();
    spans.forEach(
        span -> byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span));
    int begin = text.length();
    for (List<Span> trace : byTrace.values()) {
      StringBuilder lines = new StringBuilder();
      trace.forEach(span -> lines.append(line(side, span)).append('\n'));
      if (text.length() - begin + lines.length() > CHARACTERS_MAX) {
        return false;
      }
      text.append(lines);
    }
    return true;
  }

  private static String line(String side, Span span) {
    ArrayNode line = Json.MAPPER.createArrayNode();
    line.add(side).add(span.traceId()).add(span.spanId()).add(span.parentId().orElse(""));
    line.add(span.service()).add(span.operation()).add(span.start().toString());
    line.add(span.durationMicros()).add(span.error());
    line.add(Json.tree(new TreeMap<>(span.attributes())));
    return Json.write(line);
  }

  /** The line up to the id of the span: enough to find it by. */
  static String beginning(String side, Span span) {
    ArrayNode line = Json.MAPPER.createArrayNode();
    String written = Json.write(line.add(side).add(span.traceId()).add(span.spanId()));
    return written.substring(0, written.length() - 1);
  }

  /** Reads what {@link #write} wrote; empty when there is no first line to go by. */
  static Optional<SpanText> read(String text) {
    List<String> lines = text.lines().toList();
    Header header;
    try {
      header = lines.isEmpty() ? null : Json.MAPPER.readValue(lines.getFirst(), Header.class);
    } catch (JsonProcessingException | IllegalArgumentException broken) {
      return Optional.empty();
    }
    if (header == null || header.start() == null || header.end() == null) {
      return Optional.empty();
    }
    List<Span> before = new ArrayList<>();
    List<Span> since = new ArrayList<>();
    int unread = 0;
    for (String line : lines.subList(1, lines.size())) {
      Optional<JsonNode> fields = fields(line);
      Optional<Span> span = fields.flatMap(SpanText::span);
      if (span.isPresent()) {
        (fields.get().path(0).asText().equals("before") ? before : since).add(span.get());
      } else {
        unread++;
      }
    }
    return Optional.of(new SpanText(header, before, since, unread));
  }

  private static Optional<JsonNode> fields(String line) {
    try {
      return Optional.ofNullable(Json.MAPPER.readTree(line))
          .filter(fields -> fields.isArray() && fields.size() == FIELDS);
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  private static Optional<Span> span(JsonNode fields) {
    Map<String, String> attributes = new TreeMap<>();
    fields.path(9).properties().forEach(e -> attributes.put(e.getKey(), e.getValue().asText()));
    String parent = fields.path(3).asText();
    try {
      return Optional.of(
          new Span(
              fields.path(1).asText(),
              fields.path(2).asText(),
              parent.isEmpty() ? Optional.empty() : Optional.of(parent),
              fields.path(4).asText(),
              fields.path(5).asText(),
              Instant.parse(fields.path(6).asText()),
              Math.max(0, fields.path(7).asLong()),
              fields.path(8).asBoolean(),
              attributes));
    } catch (java.time.format.DateTimeParseException broken) {
      return Optional.empty();
    }
  }
}
