package dev.shindan.collectors.host.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.lines.WrittenLine;
import dev.shindan.collectors.lines.WrittenTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The template by which the systemd journal is searched, and the reading of what it prints. */
final class HostJournal {
  static final String PROGRAM = "/usr/bin/journalctl";

  /**
   * From which level on those that record connections and logins say something of the host: we
   * leave lines there by looking, and so does everybody who connects to a port. Of a single
   * connection that fails, sshd speaks as of an error.
   */
  private static final Map<String, LogLevel> OF_LOGINS =
      Map.of(
          "sshd", LogLevel.FATAL,
          "sshd-session", LogLevel.FATAL,
          "sudo", LogLevel.WARNING,
          "systemd-logind", LogLevel.WARNING);

  private HostJournal() {}

  /**
   * The newest lines, as older versions cannot count from the oldest; words are matched by the
   * journal itself, as PCRE without regard to case.
   */
  static Command search(LogQuery query) {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of(PROGRAM, "--no-pager", "-o", "json"));
    argv.add("--output-fields=PRIORITY,SYSLOG_IDENTIFIER,_SYSTEMD_UNIT,MESSAGE");
    argv.add("--since=@" + query.window().start().getEpochSecond());
    argv.add("--until=@" + (query.window().end().getEpochSecond() + 1));
    argv.addAll(List.of("-n", Integer.toString(query.linesMax() + 1)));
    argv.addAll(List.of("-p", priority(query.atLeast())));
    query
        .text()
        .ifPresent(text -> argv.add("--grep=\\Q" + text.replace("\\E", "\\E\\\\E\\Q") + "\\E"));
    return new Command(argv, false, Cost.HEAVY);
  }

  /**
   * What was read.
   *
   * @param ofLogins how many entries about logins were left out
   */
  record Entries(List<LogLine> lines, int ofLogins) {}

  /**
   * @param withLogins whether what logins leave in the journal is of interest
   */
  static Entries read(RawOutput printed, boolean withLogins) {
    List<LogLine> lines = new ArrayList<>();
    int ofLogins = 0;
    for (String line : printed.text().lines().toList()) {
      JsonNode entry = entry(line);
      String micros = entry.path("__REALTIME_TIMESTAMP").asText();
      if (!micros.matches("\\d{1,18}")) {
        continue;
      }
      String identifier = entry.path("SYSLOG_IDENTIFIER").asText("");
      LogLevel priority = LogLevel.of(entry.path("PRIORITY").asText("6"));
      if (!withLogins && mayBeOurs(identifier, priority)) {
        ofLogins++;
        continue;
      }
      Instant time = Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
      WrittenLine written =
          WrittenLine.read(message(entry.path("MESSAGE")), new WrittenTime(ZoneOffset.UTC, time));
      lines.add(
          new LogLine(
              time,
              entry.path("_SYSTEMD_UNIT").asText(identifier),
              level(priority, written.level()),
              written.message()));
    }
    return new Entries(lines, ofLogins);
  }

  private static boolean mayBeOurs(String identifier, LogLevel priority) {
    LogLevel from = OF_LOGINS.get(identifier);
    return from != null && !priority.atLeast(from);
  }

  /** What a service prints has the priority info, whatever it says of itself. */
  private static LogLevel level(LogLevel priority, LogLevel written) {
    return priority == LogLevel.INFO && written.atLeast(LogLevel.WARNING) ? written : priority;
  }

  private static JsonNode entry(String line) {
    try {
      JsonNode entry = Json.MAPPER.readTree(line);
      return entry == null ? Json.MAPPER.createObjectNode() : entry;
    } catch (JsonProcessingException cut) {
      return Json.MAPPER.createObjectNode();
    }
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

  private static String priority(LogLevel atLeast) {
    return switch (atLeast) {
      case UNKNOWN, DEBUG -> "debug";
      case INFO -> "info";
      case WARNING -> "warning";
      case ERROR -> "err";
      case FATAL -> "crit";
    };
  }
}
