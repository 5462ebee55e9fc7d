package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What services reported to the journal around the onset.
 *
 * @param newestEntryAt of the whole journal: a journal that stands still is not a quiet one
 * @param truncated whether there was more than the number of entries asked for
 */
record Journal(
    int entryCount,
    int errorCount,
    Instant newestEntryAt,
    Map<String, Integer> byPriority,
    List<UnitCount> units,
    List<JournalEntry> entries,
    boolean truncated,
    boolean cut) {
  private static final int ASKED_MAX = 1000;
  private static final int ENTRIES_MAX = 100;
  private static final String FIELDS =
      "--output-fields=PRIORITY,SYSLOG_IDENTIFIER,_SYSTEMD_UNIT,MESSAGE";

  /**
   * @param freshErrors those whose sentence came with the onset
   * @param line the last entry of the unit
   */
  record UnitCount(String unit, int entries, int errors, int freshErrors, String line) {}

  static Question question() {
    return Question.fixed(
            "journal",
            "What services and the system reported to the journal around the onset.",
            Journal.class,
            "journal",
            Set.of(Coverage.ERRORS),
            _ -> {
              throw new IllegalStateException("read by answer");
            },
            Command.of("/usr/bin/journalctl"))
        .asking(
            List.of(
                Argument.number("minutes", "how long before and after the onset", 60, 1, 1440),
                Argument.oneOf(
                    "priority",
                    "the least severe priority shown",
                    "warning",
                    "warning",
                    "err",
                    "info"),
                Argument.optionalText(
                    "unit",
                    "one unit, * matches any text",
                    "[A-Za-z0-9@_.:*][A-Za-z0-9@_.:*-]{0,99}")),
            "/usr/bin/journalctl --no-pager -o json "
                + FIELDS
                + " -n 1\n/usr/bin/journalctl --no-pager -o json "
                + FIELDS
                + " -n 1000 --since=@ONSET-MINUTES --until=@ONSET+MINUTES -p PRIORITY"
                + " [--unit=UNIT]",
            Journal::commands)
        .readBy(Journal::answer)
        .escalating();
  }

  /** The newest entry of all shows that the journal can be read, should the second be silent. */
  private static List<Command> commands(ToolCall call, CallContext context) {
    Map<String, String> arguments = call.arguments();
    Duration around = around(call);
    List<String> query =
        new ArrayList<>(List.of("/usr/bin/journalctl", "--no-pager", "-o", "json", FIELDS));
    List<String> newest = new ArrayList<>(query);
    newest.addAll(List.of("-n", "1"));
    query.addAll(List.of("-n", Integer.toString(ASKED_MAX)));
    query.add("--since=@" + context.onset().minus(around).getEpochSecond());
    query.add("--until=@" + context.onset().plus(around).getEpochSecond());
    query.addAll(List.of("-p", arguments.getOrDefault("priority", "warning")));
    String unit = arguments.get("unit");
    if (unit != null) {
      query.add("--unit=" + unit);
    }
    return List.of(new Command(newest, false), new Command(query, false));
  }

  private static Duration around(ToolCall call) {
    return Duration.ofMinutes(Long.parseLong(call.arguments().getOrDefault("minutes", "60")));
  }

  private static ToolAnswer answer(Reading reading) {
    List<String> newest = reading.section(0).lines();
    List<String> lines = reading.section(1).lines();
    if (newest.isEmpty()) {
      return new ToolAnswer.Empty("the journal: it holds no entry we may read");
    }
    List<JournalEntry> entries =
        JournalNews.marked(
            lines.stream().map(line -> JournalEntry.of(line, reading)).toList(),
            around(reading.call()),
            Duration.between(reading.context().onset(), reading.context().now()),
            lines.size() < ASKED_MAX && !reading.cut());
    Map<String, Integer> byPriority = new TreeMap<>();
    entries.forEach(entry -> byPriority.merge(entry.priority(), 1, Integer::sum));
    return ToolAnswer.Observed.of(
        new Journal(
            entries.size(),
            errors(entries),
            JournalEntry.of(newest.getFirst(), reading).time(),
            byPriority,
            units(entries),
            List.copyOf(entries.subList(Math.max(0, entries.size() - ENTRIES_MAX), entries.size())),
            entries.size() >= ASKED_MAX,
            reading.cut()));
  }

  private static int errors(List<JournalEntry> entries) {
    return (int) entries.stream().filter(JournalEntry::severe).count();
  }

  private static List<UnitCount> units(List<JournalEntry> entries) {
    return entries.stream().collect(Collectors.groupingBy(JournalEntry::unit)).entrySet().stream()
        .map(
            unit ->
                new UnitCount(
                    unit.getKey(),
                    unit.getValue().size(),
                    errors(unit.getValue()),
                    errors(unit.getValue().stream().filter(JournalEntry::fresh).toList()),
                    unit.getValue().getLast().line()))
        .sorted(
            Comparator.comparingInt(UnitCount::entries).reversed().thenComparing(UnitCount::unit))
        .toList();
  }
}
