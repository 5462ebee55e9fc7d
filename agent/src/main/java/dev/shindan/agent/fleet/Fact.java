package dev.shindan.agent.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One scalar of a host's facts that can be compared with that of other hosts. */
sealed interface Fact {
  /** Text as people read it. */
  String shown();

  record Quantity(double value) implements Fact {
    @Override
    public String shown() {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(Math.round(value * 1000) / 1000.0);
    }
  }

  record Word(String value) implements Fact {
    @Override
    public String shown() {
      return value;
    }
  }

  /** Fields that quote or date what was read; they differ on every host. */
  Set<String> QUOTES = Set.of("line", "lines");

  /**
   * All scalars of a facts document by path: {@code loadAverage1}, {@code memory.usedBytes}; of a
   * list its length as {@code disks[]}, and of numbers in its rows the greatest, as {@code
   * disks[].utilizationPercent}. Times and quoted lines are left out.
   */
  static Map<String, Fact> of(JsonNode facts) {
    Map<String, Fact> found = new TreeMap<>();
    collect("", facts, found);
    return found;
  }

  private static void collect(String path, JsonNode node, Map<String, Fact> found) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                if (!QUOTES.contains(field.getKey())) {
                  String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                  collect(below, field.getValue(), found);
                }
              });
    } else if (node.isArray()) {
      found.put(path + "[]", new Quantity(node.size()));
      for (JsonNode row : node) {
        greatest(path + "[]", row, found);
      }
    } else if (node.isNumber()) {
      found.put(path, new Quantity(node.asDouble()));
    } else if (node.isBoolean() || (node.isTextual() && !isTime(node.asText()))) {
      found.put(path, new Word(node.asText()));
    }
  }

  private static void greatest(String path, JsonNode row, Map<String, Fact> found) {
    row.properties()
        .forEach(
            field -> {
              if (field.getValue().isNumber()) {
                found.merge(
                    path + "." + field.getKey(),
                    new Quantity(field.getValue().asDouble()),
                    (one, other) ->
                        one instanceof Quantity a
                                && other instanceof Quantity b
                                && a.value() > b.value()
                            ? one
                            : other);
              }
            });
  }

  private static boolean isTime(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      return false;
    }
    try {
      var _ = Instant.parse(text);
      return true;
    } catch (DateTimeParseException other) {
      return false;
    }
  }
}
