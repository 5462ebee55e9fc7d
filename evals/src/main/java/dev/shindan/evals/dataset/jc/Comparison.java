package dev.shindan.evals.dataset.jc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What our facts and jc's document of one output have in common.
 *
 * @param values how many values jc has to which one of our facts corresponds
 * @param agreeing how many of these are the same
 * @param firstDifference empty when all is the same
 */
record Comparison(
    int rowsExpected, int rowsRead, int values, int agreeing, String firstDifference) {
  private static final double ROUNDING = 0.006;

  static Comparison of(FileMap map, JsonNode facts, JsonNode expected) {
    List<JsonNode> theirs = theirs(map, expected);
    List<JsonNode> ours = flat(facts, map.rows().orElseThrow());
    int besides = map.besides().map(pointer -> besides(facts.at(pointer))).orElse(0);
    int read = ours.size() + besides;
    Count count = new Count();
    if (theirs.size() != read) {
      count.difference = read + " rows instead of " + theirs.size();
    }
    int left = besides;
    for (int i = 0; i < theirs.size(); i++) {
      Optional<JsonNode> our = partner(map, theirs.get(i), ours, i);
      if (our.isEmpty() && left > 0) {
        left--;
      } else {
        count.row(map, our, theirs.get(i));
      }
    }
    return new Comparison(theirs.size(), read, count.values, count.agreeing, count.difference);
  }

  private static int besides(JsonNode node) {
    return node.isArray() ? node.size() : node.asInt();
  }

  /** The same for an output that was refused: also no rows are not the right number. */
  Comparison unread() {
    return new Comparison(rowsExpected, -1, values, 0, "refused");
  }

  boolean agrees() {
    return firstDifference.isEmpty();
  }

  private static List<JsonNode> theirs(FileMap map, JsonNode expected) {
    List<JsonNode> rows =
        flat(expected, map.jc().orElse("")).stream().filter(row -> wanted(map, row)).toList();
    List<JsonNode> kept = rows.subList(Math.min(map.skip().orElse(0), rows.size()), rows.size());
    return map.lastOf().map(field -> lastOf(field, kept)).orElse(kept);
  }

  private static boolean wanted(FileMap map, JsonNode row) {
    // jc makes a row without fields of a blank line
    return !(row.isObject() && row.isEmpty())
        && map.where().entrySet().stream()
            .allMatch(
                wanted -> {
                  JsonNode value = row.path(wanted.getKey());
                  return wanted.getValue().contains(value.asText())
                      || wanted.getValue().contains("*")
                          && !value.isMissingNode()
                          && !value.isNull();
                });
  }

  private static List<JsonNode> lastOf(String field, List<JsonNode> rows) {
    Map<String, JsonNode> last = new LinkedHashMap<>();
    rows.forEach(row -> last.put(row.path(field).asText(), row));
    return List.copyOf(last.values());
  }

  /** The nodes at a pointer; {@code *} and a list at its end stand for every element. */
  private static List<JsonNode> flat(JsonNode root, String pointers) {
    return Arrays.stream(pointers.split(" \\+ ", -1))
        .flatMap(pointer -> at(root, pointer).stream())
        .toList();
  }

  private static List<JsonNode> at(JsonNode root, String pointer) {
    List<JsonNode> nodes = List.of(root);
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      nodes =
          nodes.stream()
              .flatMap(
                  node ->
                      switch (part) {
                        case "*" -> node.valueStream();
                        case "@entries" -> entries(node).stream();
                        default -> List.of(node.path(part)).stream();
                      })
              .toList();
    }
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode node : nodes) {
      if (node.isArray()) {
        node.forEach(rows::add);
      } else if (!node.isMissingNode() && !node.isNull()) {
        rows.add(node);
      }
    }
    return rows;
  }

  /** The fields of an object as rows of a name and a value. */
  private static List<JsonNode> entries(JsonNode node) {
    List<JsonNode> entries = new ArrayList<>();
    node.properties()
        .forEach(
            field ->
                entries.add(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("name", field.getKey())
                        .set("value", field.getValue())));
    return entries;
  }

  private static Optional<JsonNode> partner(
      FileMap map, JsonNode their, List<JsonNode> ours, int index) {
    if (map.key().isEmpty()) {
      return index < ours.size() ? Optional.of(ours.get(index)) : Optional.empty();
    }
    return ours.stream()
        .filter(
            our ->
                map.key().entrySet().stream()
                    .allMatch(
                        key ->
                            same(
                                text(our.at("/" + key.getKey())),
                                wanted(their, key.getValue()).orElse(""))))
        .findFirst();
  }

  /** The first of the alternatives that the row has. */
  private static Optional<String> wanted(JsonNode row, String alternatives) {
    for (String alternative : alternatives.split(" \\| ", -1)) {
      String[] match = alternative.strip().split(" ~ ", 2);
      String[] cut = match[0].split(" \\^ ", 2);
      String[] parts = cut[0].split(" \\* ", 2);
      JsonNode value = parts[0].startsWith("/") ? row.at(parts[0]) : row.path(parts[0]);
      if (!value.isMissingNode() && !value.isNull()) {
        if (cut.length > 1) {
          String text = text(value);
          return Optional.of(text.substring(0, Math.min(text.length(), Integer.parseInt(cut[1]))));
        }
        if (match.length > 1) {
          Matcher found = Pattern.compile(match[1]).matcher(text(value));
          return found.find() ? Optional.of(found.group()) : Optional.empty();
        }
        double factor = parts.length > 1 ? Double.parseDouble(parts[1]) : 1;
        return Optional.of(
            value.isNumber() && factor != 1
                ? Double.toString(value.asDouble() * factor)
                : text(value));
      }
    }
    return Optional.empty();
  }

  private static String text(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(Comparison::text).collect(Collectors.joining(","));
    }
    return node.isMissingNode() || node.isNull() ? "" : node.asText().strip();
  }

  private static boolean same(String our, String wanted) {
    if (our.equals(wanted.strip())) {
      return true;
    }
    try {
      double one = Double.parseDouble(our);
      double other = Double.parseDouble(wanted);
      return Math.abs(one - other) <= Math.max(ROUNDING, Math.abs(other) * 1e-6);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** Values counted so far. */
  private static final class Count {
    private int values;
    private int agreeing;
    private String difference = "";

    private void row(FileMap map, Optional<JsonNode> our, JsonNode their) {
      map.values()
          .forEach(
              (field, alternatives) ->
                  wanted(their, alternatives).ifPresent(wanted -> value(field, our, wanted)));
    }

    private void value(String field, Optional<JsonNode> our, String wanted) {
      String read = our.map(row -> text(row.at("/" + field))).orElse("in no row");
      values++;
      if (same(read, wanted)) {
        agreeing++;
      } else if (difference.isEmpty()) {
        difference = field + " is " + read + " instead of " + wanted;
      }
    }
  }
}
