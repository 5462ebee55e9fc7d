package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of a window, those that differ only in digits together, so that many lines fit into a small
 * output without losing their number: {@code before 0:3,7:12 TIME LEVEL STREAM MESSAGE} is a
 * message with how often lines of its shape were written in which twentieth of the window.
 */
final class LogGroups {
  static final int SLICES = 20;

  private static final Pattern VARIABLE = Pattern.compile("\\b(0x)?[0-9a-fA-F]*\\d[0-9a-fA-F]*");
  private static final Pattern WRITTEN = Pattern.compile("(before|since) ((?:\\d+:\\d+,?)+) (.*)");

  private final Window window;
  private final boolean before;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * Lines of one shape.
   *
   * @param counts lines by twentieth of the window
   * @param first the earliest of them
   */
  record Group(boolean before, Map<Integer, Integer> counts, LogLine first, String text) {
    int lines() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A time for each line: the first as it was, the others at the start of their twentieth. */
    List<Instant> times(Window window) {
      List<Instant> times = new ArrayList<>();
      times.add(first.time());
      long slice = Math.max(1, window.length().toMillis() / SLICES);
      counts.forEach(
          (index, lines) -> {
            Instant start = window.start().plusMillis(slice * index);
            for (int i = times.size() == 1 ? 1 : 0; i < lines; i++) {
              times.add(start.isBefore(first.time()) ? first.time() : start);
            }
          });
      return times;
    }
  }

  LogGroups(Window window, boolean before) {
    this.window = window;
    this.before = before;
  }

  void add(LogLine line) {
    String shape =
        line.level() + " " + line.stream() + " " + VARIABLE.matcher(line.message()).replaceAll("#");
    Group group = groups.computeIfAbsent(shape, _ -> new Group(before, new TreeMap<>(), line, ""));
    group.counts().merge(slice(line.time()), 1, Integer::sum);
  }

  List<String> lines() {
    return groups.values().stream()
        .map(
            group ->
                (before ? "before " : "since ")
                    + group.counts().entrySet().stream()
                        .map(count -> count.getKey() + ":" + count.getValue())
                        .collect(Collectors.joining(","))
                    + " "
                    + LogText.shown(group.first()))
        .toList();
  }

  /** Reads one record, a message of several lines included. */
  static Optional<Group> read(String record) {
    String head = record.lines().findFirst().orElse("");
    var written = WRITTEN.matcher(head);
    if (!written.matches()) {
      return Optional.empty();
    }
    String rest = written.group(3) + record.substring(head.length());
    return LogText.row(rest)
        .map(
            row ->
                new Group(
                    written.group(1).equals("before"), counts(written.group(2)), row.line(), head));
  }

  private static Map<Integer, Integer> counts(String written) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (String one : written.split(",")) {
      int colon = one.indexOf(':');
      int index = number(one.substring(0, colon), SLICES - 1);
      counts.put(index, number(one.substring(colon + 1), 1_000_000));
    }
    return counts;
  }

  private static int number(String digits, int max) {
    return digits.length() > 7 ? max : Math.min(max, Integer.parseInt(digits));
  }

  private int slice(Instant time) {
    long into = Duration.between(window.start(), time).toMillis();
    long length = Math.max(1, window.length().toMillis());
    return Math.clamp(into * SLICES / length, 0, SLICES - 1);
  }
}
