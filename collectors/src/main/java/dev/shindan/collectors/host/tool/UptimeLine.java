package dev.shindan.collectors.host.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the line of {@code uptime}, which is exact to a minute and does not count processors. */
final class UptimeLine {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(?:\\d{1,2}:\\d{2}(?::\\d{2})?\\s+)?up\\s+(?:(\\d+) days?,\\s+)?"
              + "(?:(\\d+):(\\d{2})|(\\d+) min|(\\d+) sec)?,?\\s+(?:\\d+ users?,\\s+)?"
              + "load averages?: ([0-9.]+),? ([0-9.]+),? ([0-9.]+)");

  private UptimeLine() {}

  static Uptime read(Reading reading) {
    List<String> lines = reading.whole(0);
    String line = lines.getFirst();
    Matcher found = LINE.matcher(line);
    if (lines.size() > 1 || !found.matches()) {
      throw new UnreadableOutput("a line of uptime", lines.getLast());
    }
    long seconds =
        whole(found.group(1), line) * 86_400
            + whole(found.group(2), line) * 3_600
            + whole(found.group(3), line) * 60
            + whole(found.group(4), line) * 60
            + whole(found.group(5), line);
    return new Uptime(
        seconds,
        reading.context().now().minusSeconds(Math.min(seconds, 100_000_000_000L)),
        Cells.decimal(found.group(6), line),
        Cells.decimal(found.group(7), line),
        Cells.decimal(found.group(8), line),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(Map.of("uptimeSeconds", line, "loadAverage1", line)));
  }

  private static long whole(@org.jspecify.annotations.Nullable String text, String line) {
    return text == null ? 0 : Cells.small(text, line);
  }
}
