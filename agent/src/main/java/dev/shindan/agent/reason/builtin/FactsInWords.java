package dev.shindan.agent.reason.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** Says the plain values at the top of a tool's facts in one line. */
final class FactsInWords {
  private static final int VALUES_MAX = 8;

  private FactsInWords() {}

  static String of(JsonNode facts) {
    String words =
        facts.properties().stream()
            .filter(field -> field.getValue().isNumber() || field.getValue().isArray())
            .limit(VALUES_MAX)
            .map(field -> field.getKey() + " " + value(field.getValue()))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "observed" : words;
  }

  private static String value(JsonNode node) {
    return node.isArray()
        ? node.size() + " rows"
        : node.decimalValue().stripTrailingZeros().toPlainString();
  }
}
