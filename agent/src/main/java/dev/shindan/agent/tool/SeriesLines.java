package dev.shindan.agent.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Series as text, one JSON object a line after a line that says what was asked: {@code
 * {"metric":{…},"s":start,"v":[1,null,2]}}, values one {@code step} apart, {@code null} where none
 * was seen; {@code "n":60,"v":[5]} is sixty times 5.
 *
 * @param header the first line
 * @param unread lines that could not be read back
 */
record SeriesLines(Header header, List<Series> series, int unread) {
  /** Well below what raw output is cut at, so that no line is cut in two. */
  private static final int BYTES_MAX = 1_000_000;

  private static final int QUOTE_CHARACTERS_MAX = 160;

  /**
   * @param start epoch milliseconds
   * @param end epoch milliseconds
   * @param onset epoch milliseconds
   * @param complete false when the store or the cap left series out
   * @param selectors what the series were selected by
   */
  record Header(
      long start,
      long end,
      long onset,
      long stepMillis,
      String origin,
      List<String> selectors,
      boolean complete) {
    Header {
      selectors = List.copyOf(selectors);
    }
  }

  /** Whether this is all that was selected. */
  boolean complete() {
    return header.complete() && unread == 0;
  }

  /** The first line, shortened to what can be quoted. */
  String quote() {
    String said = Json.write(header);
    return said.substring(0, Math.min(QUOTE_CHARACTERS_MAX, said.length()));
  }

  static RawOutput write(Header header, List<Series> series) {
    StringBuilder lines = new StringBuilder();
    boolean complete = header.complete();
    List<Series> sorted =
        series.stream()
            .sorted(java.util.Comparator.comparing(one -> new TreeMap<>(one.labels()).toString()))
            .toList();
    for (Series one : sorted) {
      String line = Json.write(line(one, header.stepMillis()));
      if (lines.length() + line.length() > BYTES_MAX) {
        complete = false;
        break;
      }
      lines.append(line).append('\n');
    }
    Header said =
        new Header(
            header.start(),
            header.end(),
            header.onset(),
            header.stepMillis(),
            header.origin(),
            header.selectors(),
            complete);
    return RawOutput.of(Json.write(said) + "\n" + lines);
  }

  /** Reads what {@link #write} wrote; empty when there is no first line to go by. */
  static Optional<SeriesLines> read(String text) {
    return read(text.lines().toList());
  }

  /** Whether a line holds one series, and is not the first line of a text. */
  static boolean ofOneSeries(String line) {
    return line.startsWith("{\"metric\":");
  }

  static Optional<SeriesLines> read(List<String> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Header header;
    try {
      header = Json.MAPPER.readValue(lines.getFirst(), Header.class);
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
    if (header == null || header.stepMillis() < 1 || header.end() < header.start()) {
      return Optional.empty();
    }
    List<Series> series = new ArrayList<>();
    int unread = 0;
    for (String line : lines.subList(1, lines.size())) {
      Optional<Series> one = series(line, header.stepMillis());
      one.ifPresent(series::add);
      unread += one.isPresent() ? 0 : 1;
    }
    return Optional.of(new SeriesLines(header, List.copyOf(series), unread));
  }

  private static ObjectNode line(Series series, long stepMillis) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    ObjectNode labels = line.putObject("metric");
    new TreeMap<>(series.labels()).forEach(labels::put);
    long[] times = series.epochMillis();
    double[] values = series.values();
    if (times.length == 0) {
      line.put("s", 0).putArray("v");
      return line;
    }
    int slots = (int) Math.round((times[times.length - 1] - times[0]) / (double) stepMillis) + 1;
    double[] grid = new double[slots];
    Arrays.fill(grid, Double.NaN);
    for (int i = 0; i < times.length; i++) {
      grid[(int) Math.round((times[i] - times[0]) / (double) stepMillis)] = values[i];
    }
    line.put("s", times[0]);
    boolean same = Arrays.stream(grid).allMatch(value -> value == grid[0]);
    if (same) {
      line.put("n", slots);
    }
    ArrayNode array = line.putArray("v");
    for (double value : same ? new double[] {grid[0]} : grid) {
      put(array, value);
    }
    return line;
  }

  private static void put(ArrayNode array, double value) {
    if (Double.isNaN(value)) {
      array.addNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      array.add((long) value);
    } else {
      array.add(value);
    }
  }

  private static Optional<Series> series(String line, long stepMillis) {
    JsonNode node;
    try {
      node = Json.MAPPER.readTree(line);
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
    if (node == null || !node.path("metric").isObject() || !node.path("v").isArray()) {
      return Optional.empty();
    }
    Map<String, String> labels = new TreeMap<>();
    node.path("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    JsonNode written = node.path("v");
    int slots = node.has("n") ? Math.clamp(node.path("n").asInt(), 0, 100_000) : written.size();
    long[] times = new long[slots];
    double[] values = new double[slots];
    int kept = 0;
    for (int i = 0; i < slots; i++) {
      JsonNode value = written.path(node.has("n") ? 0 : i);
      if (value.isNumber()) {
        times[kept] = node.path("s").asLong() + i * stepMillis;
        values[kept++] = value.asDouble();
      }
    }
    return Optional.of(new Series(labels, Arrays.copyOf(times, kept), Arrays.copyOf(values, kept)));
  }
}
