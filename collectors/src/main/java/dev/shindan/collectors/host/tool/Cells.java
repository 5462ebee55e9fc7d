package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import java.util.List;

/** Reads single values out of lines, or names the line in which they are not. */
final class Cells {
  private static final int DIGITS_MAX = 20;

  private Cells() {}

  static long whole(String text, String line) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new UnreadableOutput("a whole number instead of '" + text + "'", line);
    }
  }

  static int small(String text, String line) {
    long value = whole(text, line);
    if (value != (int) value) {
      throw new UnreadableOutput("a smaller number than '" + text + "'", line);
    }
    return (int) value;
  }

  /** A finite decimal number with a point; a comma is another locale and not guessed at. */
  static double decimal(String text, String line) {
    if (text.length() > DIGITS_MAX || !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      throw new UnreadableOutput("a number instead of '" + text + "'", line);
    }
    return Double.parseDouble(text);
  }

  /**
   * A size as {@code -h} prints it, {@code 3.7G}, {@code 217Mi}, {@code 0B} or {@code 12}.
   *
   * @param step 1024 or 1000, by the program
   */
  static long human(String text, int step, String line) {
    int digits = 0;
    while (digits < text.length()
        && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '.')) {
      digits++;
    }
    String unit = text.substring(digits).replaceFirst("i?B?$", "");
    int power = unit.isEmpty() ? 0 : "KMGTPE".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
    if (unit.length() > 1 || power == 0 && !unit.isEmpty()) {
      throw new UnreadableOutput("a size instead of '" + text + "'", line);
    }
    return (long) (decimal(text.substring(0, digits), line) * Math.pow(step, power));
  }

  /** What {@code /proc/uptime} says of the time since boot. */
  static double seconds(String line) {
    return decimal(split(line, 2)[0], line);
  }

  /** The cells of a line, parted by blanks. */
  static String[] split(String line, int atLeast) {
    String[] cells = line.strip().split("\\s+");
    if (cells.length < atLeast) {
      throw new UnreadableOutput("at least " + atLeast + " columns", line);
    }
    return cells;
  }

  static double percent(double part, double all) {
    return all <= 0 ? 0 : rounded(100.0 * part / all);
  }

  static double percent(long part, long all) {
    return percent((double) part, (double) all);
  }

  /** Two decimals: what computed facts are given in. */
  static double rounded(double value) {
    return Math.round(value * 100.0) / 100.0;
  }

  static JsonNode json(List<String> lines) {
    String text = String.join("\n", lines);
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException wrong) {
      int number = wrong.getLocation() == null ? 1 : wrong.getLocation().getLineNr();
      int index = Math.clamp(number - 1, 0, lines.size() - 1);
      throw new UnreadableOutput("JSON", lines.get(index));
    }
  }

  static double decimal(JsonNode row, String name, String line) {
    JsonNode value = row.get(name);
    if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw new UnreadableOutput("a number named '" + name + "'", line);
    }
    return value.doubleValue();
  }

  static String text(JsonNode row, String name, String line) {
    JsonNode value = row.get(name);
    if (value == null || !value.isTextual()) {
      throw new UnreadableOutput("a text named '" + name + "'", line);
    }
    return value.textValue();
  }

  /** The one line that holds a piece of text, so that a row of JSON can be quoted. */
  static String lineWith(List<String> lines, String piece) {
    return lines.stream()
        .filter(line -> line.contains(piece))
        .findFirst()
        .map(String::strip)
        .orElseThrow(() -> new UnreadableOutput("a line with " + piece, lines.getFirst()));
  }
}
