package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.tool.RawOutput;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Log lines as raw output: a JSON line that says what was searched, then {@code TIME LEVEL STREAM
 * MESSAGE} lines; what belongs to a message but stands on a line of its own begins with a tab.
 *
 * @param header the first line
 * @param rows in the order of their times
 * @param unread lines that could not be read back
 */
record LogText(Header header, List<Row> rows, int unread) {
  /** Well below what raw output is cut at, so that no line is cut in two. */
  private static final int BYTES_MAX = 900_000;

  LogText {
    rows = List.copyOf(rows);
  }

  /**
   * @param onset compared around
   * @param bucketSeconds how long the stretches are that lines are counted by
   * @param total lines that match, also those not shown
   * @param complete false when something may be missing
   */
  record Header(
      Instant start,
      Instant end,
      Instant onset,
      long bucketSeconds,
      long total,
      List<LogCount> counts,
      boolean complete,
      String searched,
      List<String> notes) {
    Header {
      counts = List.copyOf(counts);
      notes = List.copyOf(notes);
    }
  }

  /** A line with its first line of text, for quoting. */
  record Row(LogLine line, String text) {}

  static RawOutput write(Header header, List<LogLine> lines) {
    StringBuilder text = new StringBuilder(Json.write(header)).append('\n');
    int written = 0;
    for (LogLine line : lines) {
      String shown = shown(line);
      if (text.length() + shown.length() > BYTES_MAX) {
        break;
      }
      text.append(shown).append('\n');
      written++;
    }
    return RawOutput.of(written == lines.size() ? text.toString() : cut(header, text));
  }

  private static String cut(Header header, StringBuilder text) {
    List<String> notes = new ArrayList<>(header.notes());
    notes.add("lines beyond " + BYTES_MAX + " bytes are not kept");
    Header said =
        new Header(
            header.start(),
            header.end(),
            header.onset(),
            header.bucketSeconds(),
            header.total(),
            header.counts(),
            header.complete(),
            header.searched(),
            notes);
    return Json.write(said) + text.substring(text.indexOf("\n"));
  }

  static String shown(LogLine line) {
    return line.time()
        + " "
        + line.level()
        + " "
        + (line.stream().isEmpty() ? "-" : line.stream().replaceAll("\\s+", "_"))
        + " "
        + line.message().strip().replaceAll("\r?\n\t?", "\n\t");
  }

  /** Reads what {@link #write} wrote; empty when there is no first line to go by. */
  static Optional<LogText> read(String text) {
    int end = text.indexOf('\n');
    Header header;
    try {
      header = Json.MAPPER.readValue(end < 0 ? text : text.substring(0, end), Header.class);
    } catch (JsonProcessingException | IllegalArgumentException broken) {
      return Optional.empty();
    }
    if (header == null || header.start() == null || header.end() == null) {
      return Optional.empty();
    }
    List<Row> rows = new ArrayList<>();
    int unread = 0;
    for (String one : records(end < 0 ? "" : text.substring(end + 1))) {
      Optional<Row> row = row(one);
      row.ifPresent(rows::add);
      unread += row.isPresent() ? 0 : 1;
    }
    return Optional.of(new LogText(header, rows, unread));
  }

  /** The lines of a text, those that begin with a tab joined to the one before. */
  static List<String> records(String text) {
    List<String> records = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("\t") && !open.isEmpty()) {
        open.append('\n').append(line.substring(1));
      } else {
        if (!open.isEmpty()) {
          records.add(open.toString());
        }
        open.setLength(0);
        open.append(line);
      }
    }
    if (!open.isEmpty()) {
      records.add(open.toString());
    }
    return records;
  }

  static Optional<Row> row(String record) {
    String[] parts = record.split(" ", 4);
    if (parts.length < 4) {
      return Optional.empty();
    }
    try {
      LogLine line =
          new LogLine(Instant.parse(parts[0]), parts[2], LogLevel.valueOf(parts[1]), parts[3]);
      return Optional.of(new Row(line, record.lines().findFirst().orElse("")));
    } catch (DateTimeParseException | IllegalArgumentException broken) {
      return Optional.empty();
    }
  }
}
