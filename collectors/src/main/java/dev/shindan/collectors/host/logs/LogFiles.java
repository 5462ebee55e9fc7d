package dev.shindan.collectors.host.logs;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.lines.WrittenLine;
import dev.shindan.collectors.lines.WrittenTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The templates by which log files are searched on a host, and the reading of what they print.
 * Words, level and minutes are filtered there, so that of a large file only what fits crosses the
 * network.
 */
final class LogFiles {
  /** A trace is about this many lines; lines with a time of their own outside are dropped here. */
  private static final int LINES_AFTER = 12;

  private static final String LEVELS_FATAL = "FATAL|CRITICAL|PANIC|EMERG|fatal|crit|alert|emerg";
  private static final String LEVELS_ERROR =
      "ERROR|SEVERE|\\[error\\]|\\[err\\]|=\"?err(or)?\\b|\"(error|err)\"|HTTP/[0-9.]+\""
          + " 5[0-9][0-9] |"
          + LEVELS_FATAL;
  private static final String LEVELS_WARNING = "WARN|warn|" + LEVELS_ERROR;

  static final String FIND = "/usr/bin/find";
  static final String GREP = "/usr/bin/grep";
  static final String ZGREP = "/usr/bin/zgrep";

  private LogFiles() {}

  /** The files that were written to since the window began: {@code SECONDS BYTES PATH} lines. */
  static Command find(HostLogsSettings settings, Window window) {
    List<String> argv = new ArrayList<>();
    argv.add(FIND);
    argv.addAll(settings.directories());
    argv.addAll(List.of("-maxdepth", "1", "-type", "f"));
    argv.addAll(List.of("-newermt", "@" + window.start().getEpochSecond(), "("));
    for (String name : settings.names()) {
      argv.addAll(List.of("-name", name, "-o", "-name", name + ".[0-9]*", "-o"));
      argv.addAll(List.of("-name", name + "-[0-9]*", "-o"));
    }
    argv.removeLast();
    argv.addAll(List.of(")", "-printf", "%T@ %s %p\\n"));
    return new Command(argv, false, Cost.HEAVY);
  }

  /** Whether {@code find} says that a directory is not there. */
  static boolean isOfNoDirectory(String said) {
    return said.startsWith(FIND) && said.endsWith("No such file or directory");
  }

  /** Plain and gzipped files alike; a line is printed as it stands. */
  static Command search(String path, LogQuery query, ZoneOffset local) {
    return grep(path, query, local, List.of("-m", Integer.toString(query.linesMax())));
  }

  /** Only how many lines fit. */
  static Command count(String path, LogQuery query, ZoneOffset local) {
    return grep(path, query, local, List.of("-c"));
  }

  private static Command grep(String path, LogQuery query, ZoneOffset local, List<String> options) {
    boolean counting = options.contains("-c");
    boolean filtered = query.text().isPresent() || query.atLeast().atLeast(LogLevel.INFO);
    List<String> argv = new ArrayList<>();
    argv.add(path.endsWith(".gz") ? ZGREP : GREP);
    argv.addAll(List.of("-a", "-h", "-E"));
    argv.addAll(options);
    if (!counting && !filtered) {
      argv.addAll(List.of("-A", Integer.toString(LINES_AFTER), "--no-group-separator"));
    }
    argv.addAll(List.of("-e", pattern(query, local), "--", path));
    return new Command(argv, false, Cost.HEAVY);
  }

  /** The stamp stands before the words, except in JSON, where it may follow them. */
  private static String pattern(LogQuery query, ZoneOffset local) {
    String time = Minutes.pattern(query.window(), local);
    String text = query.text().map(LogFiles::literal).orElse("");
    String level =
        switch (query.atLeast()) {
          case UNKNOWN, DEBUG, INFO -> "";
          case WARNING -> "(" + LEVELS_WARNING + ")";
          case ERROR -> "(" + LEVELS_ERROR + ")";
          case FATAL -> "(" + LEVELS_FATAL + ")";
        };
    if (text.isEmpty() && level.isEmpty()) {
      return time;
    }
    String words =
        text.isEmpty() || level.isEmpty()
            ? text + level
            : "(" + level + ".*" + text + "|" + text + ".*" + level + ")";
    return "(" + time + ".*" + words + "|" + words + ".*" + time + ")";
  }

  /** No character of the words means anything in the pattern. */
  private static String literal(String text) {
    return text.replaceAll("[\\[\\](){}.*+?^$|\\\\]", "\\\\$0");
  }

  /** Reads the lines of one file; what has no time of its own belongs to the line before. */
  static List<LogLine> read(RawOutput printed, String path, LogQuery query, ZoneOffset local) {
    WrittenTime times = new WrittenTime(local, query.window().end());
    List<LogLine> lines = new ArrayList<>();
    Optional<WrittenLine> open = Optional.empty();
    StringBuilder message = new StringBuilder();
    for (String line : printed.text().split("\n", -1)) {
      WrittenLine written = WrittenLine.read(line, times);
      if (written.time().isEmpty()) {
        message.append(line.isBlank() ? "" : "\n" + line);
        continue;
      }
      open.ifPresent(one -> add(lines, one, message.toString(), path, query));
      open = Optional.of(written);
      message.setLength(0);
      message.append(written.message());
    }
    open.ifPresent(one -> add(lines, one, message.toString(), path, query));
    return lines;
  }

  private static void add(
      List<LogLine> lines, WrittenLine written, String message, String path, LogQuery query) {
    Instant time = written.time().orElseThrow();
    Window window = query.window();
    boolean inside =
        !time.isBefore(window.start()) && !time.isAfter(window.end().plus(Duration.ofSeconds(1)));
    boolean severe =
        query.atLeast() == LogLevel.UNKNOWN || written.level().atLeast(query.atLeast());
    if (inside && severe) {
      lines.add(
          new LogLine(time, path.substring(path.lastIndexOf('/') + 1), written.level(), message));
    }
  }
}
