package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One entry of the journal.
 *
 * @param secondsAfterOnset negative before the onset
 * @param unit the systemd unit; the identifier where there is none
 * @param fresh whether the sentence came with the onset, see {@link JournalNews}
 */
record JournalEntry(
    Instant time,
    long ageSeconds,
    long secondsAfterOnset,
    String priority,
    String unit,
    String identifier,
    String message,
    boolean fresh,
    String line) {
  /** By number, as syslog counts them. */
  private static final List<String> PRIORITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  static JournalEntry of(String line, Reading reading) {
    JsonNode row = Cells.json(List.of(line));
    String micros = Cells.text(row, "__REALTIME_TIMESTAMP", line);
    Instant time = Instant.EPOCH.plus(Cells.whole(micros, line), ChronoUnit.MICROS);
    String identifier = row.path("SYSLOG_IDENTIFIER").asText("");
    return new JournalEntry(
        time,
        reading.ageSeconds(time),
        reading.secondsAfterOnset(time),
        PRIORITIES.get(Math.clamp(row.path("PRIORITY").asInt(6), 0, 7)),
        row.path("_SYSTEMD_UNIT").asText(identifier),
        identifier,
        message(row.path("MESSAGE")),
        false,
        line);
  }

  JournalEntry fresh(boolean whether) {
    return new JournalEntry(
        time, ageSeconds, secondsAfterOnset, priority, unit, identifier, message, whether, line);
  }

  boolean severe() {
    return PRIORITIES.indexOf(priority) <= PRIORITIES.indexOf("err");
  }

  /** A message that is not UTF-8 is an array of bytes. */
  private static String message(JsonNode message) {
    if (!message.isArray()) {
      return message.asText("");
    }
    byte[] bytes = new byte[message.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) message.get(i).asInt();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
