package dev.shindan.agent.source;

import java.time.Instant;

/**
 * One log record.
 *
 * @param stream what wrote it: a file, unit, container or service
 * @param message may have several lines: a stack trace belongs to the line that opens it
 */
public record LogLine(Instant time, String stream, LogLevel level, String message) {
  /** Longer messages are cut by the source that reads them. */
  public static final int MESSAGE_CHARACTERS_MAX = 4000;

  public LogLine {
    message =
        message.length() <= MESSAGE_CHARACTERS_MAX
            ? message
            : message.substring(0, MESSAGE_CHARACTERS_MAX) + "…";
  }
}
