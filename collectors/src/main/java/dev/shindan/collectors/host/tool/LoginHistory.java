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
 * Who was logged in when, and when the host was started and shut down, the latest first.
 *
 * @param crashCount logins and runs that ended in a crash: a start without a shutdown before it
 */
record LoginHistory(
    int entryCount,
    int bootCount,
    int crashCount,
    List<Entry> boots,
    List<Entry> entries,
    int omittedEntries,
    Optional<String> since) {
  private static final int ENTRIES_MAX = 100;
  private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String TIME =
      DAY + " [A-Z][a-z]{2} [ \\d]?\\d \\d{2}:\\d{2}(?::\\d{2})?(?: \\d{4})?";
  private static final Pattern ROW =
      Pattern.compile(
          "(\\S+) ++(system boot|system down|\\(?to lvl \\d\\)?|\\S+) ++(.*?)(" + TIME + ") *(.*)");
  private static final Pattern END =
      Pattern.compile(
          "(?:- +("
              + TIME
              + "|\\d{2}:\\d{2}(?::\\d{2})?|crash|down|gone - no logout)"
              + "|(still logged in|still running|running|gone - no logout))?"
              + " *(?:\\((?:(\\d{1,5})\\+)?(-?\\d{1,2}):(-?\\d{2})\\))?");
  private static final Pattern BEGINS = Pattern.compile("\\S+ begins (.*)");

  /**
   * @param terminal {@code system boot} for a start of the host
   * @param startedAtLocal in the host's own clock and zone, as printed
   * @param ended a time, or in the program's words: crash, down, still logged in
   * @param lasted hours and minutes
   */
  record Entry(
      String user,
      String terminal,
      Optional<String> from,
      String startedAtLocal,
      String ended,
      Optional<String> lasted,
      String line) {}

  static Question question() {
    return Question.fixed(
            "login_history",
            "When the host was started and shut down, and who was logged in before.",
            LoginHistory.class,
            "logins",
            Set.of(),
            LoginHistory::facts,
            Command.of("/usr/bin/last", "-x", "-w", "-F", "-n", "200"))
        .readBy(LoginHistory::answer);
  }

  private static ToolAnswer answer(Reading reading) {
    LoginHistory facts = facts(reading);
    return facts.entries().isEmpty() && facts.since().isPresent()
        ? new ToolAnswer.Empty("the login record: it holds no entry since " + facts.since().get())
        : ToolAnswer.Observed.of(facts);
  }

  private static LoginHistory facts(Reading reading) {
    List<Entry> entries = new ArrayList<>();
    Optional<String> since = Optional.empty();
    for (String line : reading.whole(0)) {
      Matcher begins = BEGINS.matcher(line);
      if (begins.matches()) {
        since = Optional.of(begins.group(1));
      } else {
        entries.add(entry(line));
      }
    }
    List<Entry> boots =
        entries.stream().filter(entry -> entry.terminal().equals("system boot")).toList();
    return new LoginHistory(
        entries.size(),
        boots.size(),
        (int) entries.stream().filter(entry -> entry.ended().equals("crash")).count(),
        first(boots),
        first(entries),
        Math.max(0, entries.size() - ENTRIES_MAX),
        since);
  }

  private static List<Entry> first(List<Entry> entries) {
    return List.copyOf(entries.subList(0, Math.min(ENTRIES_MAX, entries.size())));
  }

  private static Entry entry(String line) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new UnreadableOutput("a line of last", line);
    }
    Matcher end = END.matcher(row.group(5).strip());
    if (!end.matches()) {
      throw new UnreadableOutput("an end of a login", line);
    }
    String ended = end.group(1) != null ? end.group(1) : end.group(2) != null ? end.group(2) : "";
    return new Entry(
        row.group(1),
        row.group(2),
        Optional.of(row.group(3).stripTrailing()).filter(from -> !from.isEmpty()),
        row.group(4).replaceAll(" +", " "),
        ended.replaceAll(" +", " ").replace("still running", "running"),
        lasted(end, line),
        line);
  }

  private static Optional<String> lasted(Matcher end, String line) {
    if (end.group(4) == null) {
      return Optional.empty();
    }
    if (end.group(3) == null) {
      return Optional.of(end.group(4) + ":" + end.group(5));
    }
    int hours = Cells.small(end.group(3), line) * 24 + Cells.small(end.group(4), line);
    return Optional.of(hours + ":" + end.group(5));
  }
}
