package dev.shindan.collectors.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** A stored document whose fields are named by paths, written nested or with dots. */
record Document(JsonNode source) {
  Optional<JsonNode> field(String path) {
    return find(source, path);
  }

  Optional<String> text(String path) {
    return field(path).filter(JsonNode::isValueNode).map(JsonNode::asText);
  }

  /** The first of the fields that holds text. */
  Optional<String> first(List<String> paths) {
    return paths.stream()
        .map(this::text)
        .flatMap(Optional::stream)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  /** ISO 8601 text, or a number of milliseconds, microseconds or nanoseconds since 1970. */
  Optional<Instant> time(String path) {
    return field(path).flatMap(Document::time);
  }

  private static Optional<Instant> time(JsonNode node) {
    if (node.isNumber() || node.asText().matches("\\d{10,19}")) {
      long number = node.asLong();
      return Optional.of(
          number > 100_000_000_000_000_000L
              ? Instant.ofEpochSecond(number / 1_000_000_000, number % 1_000_000_000)
              : number > 100_000_000_000_000L
                  ? Instant.ofEpochSecond(number / 1_000_000, number % 1_000_000 * 1000)
                  : Instant.ofEpochMilli(number));
    }
    try {
      return Optional.of(OffsetDateTime.parse(node.asText()).toInstant());
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> find(JsonNode object, String path) {
    JsonNode whole = object.path(path);
    if (!whole.isMissingNode() && !whole.isNull()) {
      return Optional.of(whole);
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      JsonNode inner = object.path(path.substring(0, dot));
      if (inner.isObject()) {
        Optional<JsonNode> found = find(inner, path.substring(dot + 1));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
