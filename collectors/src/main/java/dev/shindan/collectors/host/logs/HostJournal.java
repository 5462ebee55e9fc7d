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
import java.util.Set;

/** The template by which the systemd journal is searched, and the reading of what it prints. */
final class HostJournal {
  static final String PROGRAM = "/usr/bin/journalctl";

  /** What logins are recorded by, ours among them: we leave lines there by looking. */
  private static final Set<String> OF_LOGINS =
      Set.of("sshd", "sshd-session", "sudo", "systemd-logind");

  /** OpenSSH's answer to more sessions on one connection than it allows, which are ours. */
  private static final String TOO_MANY_SESSIONS = "no more sessions";

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
      if (!withLogins && mayBeOurs(identifier, entry)) {
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
              level(LogLevel.of(entry.path("PRIORITY").asText("6")), written.level()),
              written.message()));
    }
    return new Entries(lines, ofLogins);
  }

  private static boolean mayBeOurs(String identifier, JsonNode entry) {
    LogLevel priority = LogLevel.of(entry.path("PRIORITY").asText("6"));
    return OF_LOGINS.contains(identifier)
        && (!priority.atLeast(LogLevel.WARNING)
            || entry.path("MESSAGE").asText().contains(TOO_MANY_SESSIONS));
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
