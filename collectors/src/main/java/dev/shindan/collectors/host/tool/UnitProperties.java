package dev.shindan.collectors.host.tool;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The properties of one unit, as {@code systemctl show} prints them.
 *
 * @param lines the raw line by property
 */
record UnitProperties(Map<String, String> lines) {
  private static final String ABSENT_NUMBER = "[not set]";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** One for each unit: the first property comes again when another unit begins. */
  static List<UnitProperties> of(List<String> lines) {
    List<UnitProperties> units = new ArrayList<>();
    Map<String, String> unit = new LinkedHashMap<>();
    for (String line : lines) {
      int sign = line.indexOf('=');
      if (sign < 1 || !line.substring(0, sign).matches("[A-Za-z]+")) {
        throw new UnreadableOutput("Property=value", line);
      }
      String name = line.substring(0, sign);
      if (unit.containsKey(name)) {
        units.add(new UnitProperties(unit));
        unit = new LinkedHashMap<>();
      }
      unit.put(name, line);
    }
    units.add(new UnitProperties(unit));
    return units;
  }

  String text(String name) {
    return optional(name).orElseThrow(() -> new UnreadableOutput("a property " + name, "none"));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(lines.get(name))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .filter(text -> !text.isEmpty());
  }

  /** Absent too when it is infinite or not accounted for. */
  Optional<Long> number(String name) {
    return optional(name)
        .filter(text -> !text.equals(ABSENT_NUMBER) && !text.equals("infinity"))
        .filter(text -> !text.equals("18446744073709551615"))
        .map(text -> Cells.whole(text, lines.getOrDefault(name, name)));
  }

  Optional<Integer> small(String name) {
    return number(name).map(value -> Cells.small(value.toString(), lines.getOrDefault(name, name)));
  }

  /** Absent too when the host's zone is not UTC: the letters of a zone are ambiguous. */
  Optional<Instant> time(String name) {
    return optional(name)
        .filter(text -> text.endsWith(" UTC"))
        .map(text -> instant(text.substring(0, text.length() - 4), name));
  }

  private Instant instant(String text, String name) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw new UnreadableOutput("a time", lines.getOrDefault(name, name));
    }
  }
}
