package dev.shindan.collectors.lines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.LogLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line as a program or a container runtime wrote it: plain text, a JSON object, or either inside
 * the frame of Docker ({@code {"log":…}}) or CRI ({@code TIME stderr F …}).
 *
 * @param time empty when none is written; then it belongs to the line before
 * @param message the text without the frame
 */
public record WrittenLine(Optional<Instant> time, LogLevel level, String message) {
  private static final Pattern CRI = Pattern.compile("^(\\S+) (stdout|stderr) [FP] ");
  private static final Pattern LEVEL =
      Pattern.compile(
          "\\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC|EMERG|LOG)\\b"
              + "|[\\[(<](trace|debug|info|notice|warn|warning|error|err|crit|alert|emerg|fatal)"
              + "[\\])>]"
              + "|\\b(?:level|severity|lvl)=\"?([A-Za-z]+)");

  /** The status in an access log: {@code "GET / HTTP/1.1" 502 157}. */
  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+\" ([1-5]\\d{2}) ");

  private static final int LEVEL_WITHIN = 200;
  private static final List<String> TIMES =
      List.of("@timestamp", "timestamp", "time", "ts", "t", "datetime", "asctime");
  private static final List<String> LEVELS =
      List.of("level", "severity", "log.level", "lvl", "levelname", "severity_text", "loglevel");
  private static final List<String> MESSAGES = List.of("message", "msg", "log", "body", "event");

  /** Where a message says that something failed, these say what; or show the whole trace. */
  private static final List<String> ERRORS =
      List.of("error", "err", "error.message", "exception.message", "exception", "cause");

  private static final List<String> TRACES =
      List.of("stack_trace", "stacktrace", "error.stack_trace", "stack");

  public static WrittenLine read(String line, WrittenTime times) {
    Matcher cri = CRI.matcher(line);
    if (cri.find()) {
      WrittenLine inner = read(line.substring(cri.end()), times);
      return new WrittenLine(times.in(cri.group(1)), inner.level(), inner.message());
    }
    if (line.startsWith("{")) {
      Optional<JsonNode> object = object(line);
      if (object.isPresent()) {
        return ofJson(object.get(), line, times);
      }
    }
    return new WrittenLine(times.in(line), levelIn(line), line);
  }

  /** What a plain line says about its level. */
  public static LogLevel levelIn(String line) {
    String head = line.substring(0, Math.min(LEVEL_WITHIN, line.length()));
    Matcher level = LEVEL.matcher(head);
    if (level.find()) {
      String word = level.group(1);
      word = word == null ? level.group(2) : word;
      return LogLevel.of(word == null ? level.group(3) : word);
    }
    Matcher status = STATUS.matcher(line);
    return status.find() && status.group(1).startsWith("5") ? LogLevel.ERROR : LogLevel.UNKNOWN;
  }

  private static WrittenLine ofJson(JsonNode object, String line, WrittenTime times) {
    Optional<Instant> time = first(object, TIMES).flatMap(node -> time(node, times));
    Optional<String> message = first(object, MESSAGES).map(JsonNode::asText).map(String::strip);
    LogLevel level =
        first(object, LEVELS)
            .map(node -> LogLevel.of(node.asText()))
            .filter(found -> found != LogLevel.UNKNOWN)
            .orElseGet(() -> message.map(WrittenLine::levelIn).orElse(LogLevel.UNKNOWN));
    if (message.isPresent() && object.has("log") && message.get().startsWith("{")) {
      WrittenLine inner = read(message.get(), times);
      return new WrittenLine(time.or(inner::time), inner.level(), inner.message());
    }
    return new WrittenLine(
        time,
        level,
        message
            .map(text -> text + more(object, ERRORS, text) + more(object, TRACES, text))
            .orElse(line));
  }

  /** What is one line goes on with the message; more lines follow it. */
  private static String more(JsonNode object, List<String> names, String message) {
    return first(object, names)
        .filter(JsonNode::isTextual)
        .map(node -> node.asText().strip())
        .filter(text -> !message.contains(text))
        .map(text -> (text.contains("\n") ? "\n" : ": ") + text)
        .orElse("");
  }

  private static Optional<Instant> time(JsonNode node, WrittenTime times) {
    if (!node.isNumber()) {
      return times.in(node.asText());
    }
    double number = node.asDouble();
    double scale = number > 1e17 ? 1e-9 : number > 1e14 ? 1e-6 : number > 1e11 ? 1e-3 : 1;
    return Optional.of(Instant.ofEpochMilli(Math.round(number * scale * 1000)));
  }

  private static Optional<JsonNode> first(JsonNode object, List<String> names) {
    return names.stream()
        .map(object::path)
        .filter(node -> node.isValueNode() && !node.isNull() && !node.asText().isBlank())
        .findFirst();
  }

  private static Optional<JsonNode> object(String line) {
    try {
      return Optional.ofNullable(Json.MAPPER.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException plain) {
      return Optional.empty();
    }
  }
}
