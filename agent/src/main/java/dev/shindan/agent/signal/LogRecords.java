package dev.shindan.agent.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Joins lines that belong together, as a stack trace does, into one record: continuation lines are
 * indented, or are parts of a trace as the JVM, Python and Go print them. The record is the first
 * line and the heads of the exceptions; the frames, which move with every release, are left out.
 */
public final class LogRecords {
  private static final Pattern CAUSE = Pattern.compile("(Caused by|Suppressed|Wrapped by): .*");

  /** A class named as an exception at the start of a line, with or without its message. */
  private static final Pattern EXCEPTION =
      Pattern.compile("([\\w$]+\\.)*[A-Z][\\w$]*(Exception|Error|Exit|Interrupt|Warning)(:.*)?");

  private static final Pattern FRAME =
      Pattern.compile("(at [\\w$.<>/@-]+\\(.*\\).*)|(\\.\\.\\. \\d+ (more|common frames omitted))");

  private static final Pattern CLOSING = Pattern.compile("[)}\\]]+[;,]?");
  private static final String PYTHON_HEAD = "Traceback (most recent call last)";
  private static final String JOIN = " | ";
  private static final int HEADS_MAX = 6;

  private LogRecords() {}

  /** The records of lines in order; each has the time of its first line. */
  public static List<LogLine> joined(List<LogLine> lines) {
    List<LogLine> records = new ArrayList<>();
    int next = 0;
    while (next < lines.size()) {
      LogLine first = lines.get(next);
      StringBuilder text = new StringBuilder(first.text());
      int end = end(lines, next + 1, first.text(), text);
      records.add(end == next + 1 ? first : new LogLine(first.at(), text.toString()));
      next = end;
    }
    return records;
  }

  /** The first line after those that continue the record, whose heads are added to its text. */
  private static int end(List<LogLine> lines, int from, String first, StringBuilder text) {
    boolean python = first.contains(PYTHON_HEAD);
    int heads = 0;
    int at = from;
    for (; at < lines.size(); at++) {
      String line = lines.get(at).text();
      boolean head = CAUSE.matcher(line).matches() || headOfTrace(lines, at, python);
      if (!head && !continues(line)) {
        break;
      }
      python |= line.startsWith(PYTHON_HEAD);
      if (head && heads++ < HEADS_MAX) {
        text.append(JOIN).append(line.strip());
      }
    }
    return at;
  }

  /** An exception of its own line: Python's ends a trace, the JVM's has its frames after it. */
  private static boolean headOfTrace(List<LogLine> lines, int at, boolean python) {
    String line = lines.get(at).text();
    if (line.startsWith(PYTHON_HEAD)) {
      return true;
    }
    boolean framesFollow =
        at + 1 < lines.size() && FRAME.matcher(lines.get(at + 1).text().strip()).matches();
    return EXCEPTION.matcher(line).matches() && (python || framesFollow);
  }

  private static boolean continues(String line) {
    return line.isEmpty()
        || line.charAt(0) == ' '
        || line.charAt(0) == '\t'
        || FRAME.matcher(line).matches()
        || CLOSING.matcher(line).matches();
  }
}
