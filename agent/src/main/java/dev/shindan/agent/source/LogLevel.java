package dev.shindan.agent.source;

import java.util.Locale;

/** How serious a log line says it is, least first. */
public enum LogLevel {
  /** The line says nothing that we understand. */
  UNKNOWN,
  DEBUG,
  INFO,
  WARNING,
  ERROR,
  FATAL;

  /** Reads the words and numbers that loggers, syslog and OpenTelemetry use for it. */
  public static LogLevel of(String written) {
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "trace", "debug", "verbose", "fine", "finer", "finest", "d", "7" -> DEBUG;
      case "info", "information", "notice", "log", "i", "5", "6" -> INFO;
      case "warn", "warning", "w", "4" -> WARNING;
      case "error", "err", "severe", "e", "3" -> ERROR;
      case "fatal",
          "critical",
          "crit",
          "alert",
          "emerg",
          "emergency",
          "panic",
          "f",
          "0",
          "1",
          "2" ->
          FATAL;
      default -> UNKNOWN;
    };
  }

  public boolean atLeast(LogLevel other) {
    return compareTo(other) >= 0;
  }
}
