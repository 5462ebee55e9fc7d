package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What time a host thinks it is, and whether anything keeps its clock right.
 *
 * @param aheadSeconds its clock minus ours at the time of asking; the way there is not subtracted,
 *     so that differences below a few seconds mean nothing
 * @param synchronised by the kernel's word
 * @param service whether a service of systemd keeps the time, in its words
 * @param ntpOffsetMillis its clock minus that of its time server, by the time service
 * @param lines the raw line of each fact
 */
record Clock(
    Optional<Instant> hostTime,
    Optional<Double> aheadSeconds,
    Optional<Boolean> synchronised,
    Optional<String> service,
    Optional<String> timeZone,
    Optional<Boolean> hardwareClockInLocalTime,
    Optional<String> server,
    Optional<Integer> stratum,
    Optional<Double> ntpOffsetMillis,
    Map<String, String> lines) {
  private static final int TRACKING_CELLS = 14;

  static Question question() {
    return Question.fixed(
            "clock",
            "What time the host thinks it is and whether its clock is kept right.",
            Clock.class,
            "clock",
            Set.of(),
            Clock::read,
            Command.of("/usr/bin/date", "+%s"),
            Command.of("/usr/bin/timedatectl"),
            Command.of("/usr/bin/chronyc", "-c", "tracking"))
        .doingItsBest();
  }

  private static Clock read(Reading reading) {
    if (reading.alone()) {
      return of(Optional.empty(), reading, spoken(reading.whole(0)), List.of(), "");
    }
    String date = reading.whole(0).getFirst();
    long seconds = Cells.whole(date.strip(), date);
    if (seconds < 0 || seconds > 1L << 40) {
      throw new UnreadableOutput("seconds since 1970", date);
    }
    List<String> tracking = reading.section(2).lines();
    return of(
        Optional.of(Instant.ofEpochSecond(seconds)),
        reading,
        spoken(reading.section(1).lines()),
        tracking,
        date);
  }

  private static Clock of(
      Optional<Instant> hostTime,
      Reading reading,
      Map<String, String> spoken,
      List<String> tracking,
      String date) {
    Map<String, String> lines = new TreeMap<>();
    if (!date.isEmpty()) {
      lines.put("hostTime", date);
    }
    Optional<String[]> chrony = tracking.stream().findFirst().map(Clock::tracking);
    tracking.stream().findFirst().ifPresent(line -> lines.put("ntpOffsetMillis", line));
    for (String name : List.of("System clock synchronized", "NTP synchronized")) {
      Optional.ofNullable(spoken.get(name))
          .ifPresent(v -> lines.put("synchronised", name + ": " + v));
    }
    return new Clock(
        hostTime,
        hostTime.map(
            time -> (time.toEpochMilli() - reading.context().now().toEpochMilli()) / 1000.0),
        first(spoken, "System clock synchronized", "NTP synchronized").map(text -> yes(text)),
        first(
            spoken,
            "NTP service",
            "systemd-timesyncd.service active",
            "NTP enabled",
            "Network time on"),
        first(spoken, "Time zone", "Timezone").map(text -> text.replaceFirst(" .*", "")),
        first(spoken, "RTC in local TZ").map(text -> yes(text)),
        first(spoken, "Server").or(() -> chrony.map(cells -> cells[1])),
        first(spoken, "Stratum")
            .or(() -> chrony.map(cells -> cells[2]))
            .map(text -> Cells.small(text, text)),
        first(spoken, "Offset")
            .map(Clock::millis)
            // chrony says how far the clock is behind
            .or(() -> chrony.map(cells -> -1000 * exponential(cells[4], tracking.getFirst()))),
        lines);
  }

  private static String[] tracking(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != TRACKING_CELLS) {
      throw new UnreadableOutput("fourteen cells of chronyc -c tracking", line);
    }
    return cells;
  }

  private static Map<String, String> spoken(List<String> lines) {
    Map<String, String> spoken = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        spoken.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 2).strip());
      } else if (!line.startsWith(" ") && !line.startsWith("Warning")) {
        throw new UnreadableOutput("a name and a value", line);
      }
    }
    boolean known = spoken.containsKey("Local time") || spoken.containsKey("Server");
    if (!lines.isEmpty() && !known) {
      throw new UnreadableOutput("Local time", lines.getFirst());
    }
    return spoken;
  }

  private static Optional<String> first(Map<String, String> spoken, String... names) {
    for (String name : names) {
      if (spoken.containsKey(name)) {
        return Optional.of(spoken.getOrDefault(name, ""));
      }
    }
    return Optional.empty();
  }

  private static boolean yes(String text) {
    return switch (text) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new UnreadableOutput("yes or no", text);
    };
  }

  /** {@code -5.224ms}, {@code +2us}, {@code 1.2s}. */
  private static double millis(String text) {
    int unit = text.replaceFirst("[a-z]+$", "").length();
    double number = Cells.decimal(text.substring(0, unit).replaceFirst("^\\+", ""), text);
    return switch (text.substring(unit)) {
      case "us" -> number / 1000;
      case "ms" -> number;
      case "s" -> number * 1000;
      default -> throw new UnreadableOutput("an offset in us, ms or s", text);
    };
  }

  private static double exponential(String text, String line) {
    if (!text.matches("-?[0-9]{1,9}\\.[0-9]{1,12}(e-?[0-9]{1,2})?")) {
      throw new UnreadableOutput("an offset in seconds", line);
    }
    return Double.parseDouble(text);
  }
}
