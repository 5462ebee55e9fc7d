package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is logged in.
 *
 * @param bootedAtLocal time of the last boot in the host's own clock and zone, as {@code who} says
 */
record Who(int loginCount, Optional<String> bootedAtLocal, List<Login> logins) {
  private static final Pattern BOOT =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Z][a-z]{2} [ 0-9][0-9]) [0-9]{2}:[0-9]{2}");

  /**
   * @param loginAt as {@code w} prints it: a time, a day or a month
   */
  record Login(
      String user,
      String terminal,
      String from,
      String loginAt,
      String idle,
      String command,
      String line) {}

  static Question question() {
    return Question.fixed(
            "who",
            "Who is logged in, from where and doing what.",
            Who.class,
            "logins",
            Set.of(),
            Who::read,
            Command.of("/usr/bin/who", "-b"),
            Command.of("/usr/bin/w", "-h"))
        .readBy(reading -> ToolAnswer.Observed.of(read(reading)));
  }

  /** Both sections may be silent: nobody is logged in, and a container has no boot record. */
  private static Who read(Reading reading) {
    if (reading.alone()) {
      return alone(reading.whole(0));
    }
    Optional<String> boot = Optional.empty();
    for (String line : reading.section(0).lines()) {
      Matcher time = BOOT.matcher(line);
      if (!time.find()) {
        throw new UnreadableOutput("the time of the last boot", line);
      }
      boot = Optional.of(time.group());
    }
    List<Login> logins = new ArrayList<>();
    for (String line : reading.section(1).lines()) {
      logins.add(WhoLines.ofW(line, WhoLines.FROM_COLUMN));
    }
    return new Who(logins.size(), boot, List.copyOf(logins));
  }

  /** What {@code w} or {@code who} prints by itself. */
  private static Who alone(List<String> lines) {
    boolean w = lines.getFirst().contains("load average:");
    List<Login> logins = w ? WhoLines.ofW(lines) : WhoLines.ofWho(lines);
    return new Who(logins.size(), WhoLines.boot(lines), logins);
  }
}
