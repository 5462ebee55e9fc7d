package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.Who.Login;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the logins that {@code w} and {@code who} print. */
final class WhoLines {
  /** Where {@code w} puts the column FROM, whose cell is blank on older releases for a console. */
  static final int FROM_COLUMN = 18;

  private static final int FROM_WIDTH = 16;
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}|[A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}");

  /** User, perhaps whether messages are welcome, terminal, time, idle and process, origin. */
  private static final Pattern WHO =
      Pattern.compile(
          "(\\S+)\\s+(?:[+?-]\\s+)?(\\S+)\\s+(%s)(?:\\s+(\\.|old|\\d{2}:\\d{2})\\s+\\d+)?(?:\\s+\\((.*)\\))?\\s*"
              .formatted(TIME.pattern()));

  /**
   * What {@code who -a} tells beside logins: boots, run levels, terminals that wait or are gone.
   */
  private static final Pattern OTHER =
      Pattern.compile("(\\s+|LOGIN\\s+)\\S.*(%s).*".formatted(TIME.pattern()));

  private WhoLines() {}

  static List<Login> ofW(List<String> lines) {
    if (lines.size() < 2 || !lines.get(1).startsWith("USER ")) {
      throw new UnreadableOutput("a heading USER", lines.getLast());
    }
    int from = lines.get(1).indexOf("FROM");
    return lines.subList(2, lines.size()).stream().map(line -> ofW(line, from)).toList();
  }

  static Login ofW(String line, int from) {
    boolean blank =
        from >= 0
            && line.length() > from + FROM_WIDTH
            && line.substring(from, from + FROM_WIDTH).isBlank();
    String filled = blank ? line.substring(0, from) + "-" + line.substring(from + 1) : line;
    Cells.split(filled, 7);
    String[] cells = filled.strip().split("\\s+", 8);
    return new Login(
        cells[0], cells[1], cells[2], cells[3], cells[4], cells.length > 7 ? cells[7] : "", line);
  }

  static List<Login> ofWho(List<String> lines) {
    List<Login> logins = new ArrayList<>();
    for (String line : lines) {
      Matcher login = WHO.matcher(line);
      if (login.matches() && !line.startsWith(" ") && !line.startsWith("LOGIN ")) {
        logins.add(
            new Login(
                login.group(1),
                login.group(2),
                login.group(5) == null ? "" : login.group(5),
                login.group(3),
                login.group(4) == null ? "" : login.group(4),
                "",
                line));
      } else if (!OTHER.matcher(line).matches() && !line.startsWith("NAME ")) {
        throw new UnreadableOutput("a line of who", line);
      }
    }
    return List.copyOf(logins);
  }

  static Optional<String> boot(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains(" system boot "))
        .map(TIME::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }
}
