package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.collectors.host.Command;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How one unit of systemd is.
 *
 * @param result why it ended last: success, exit-code, signal, oom-kill, timeout, start-limit-hit
 * @param activeSince absent where the host does not keep UTC
 * @param restartCount by systemd since it was started by hand
 * @param tasksUsedPercent of what it may have
 */
record UnitStatus(
    String unit,
    String load,
    String active,
    String sub,
    Optional<String> result,
    Optional<Integer> mainPid,
    Optional<Integer> exitStatus,
    Optional<Long> restartCount,
    Optional<Instant> activeSince,
    Optional<Long> memoryBytes,
    Optional<Long> memoryMaxBytes,
    Optional<Long> tasks,
    Optional<Long> tasksMax,
    Optional<Double> tasksUsedPercent,
    Optional<Long> openFilesMax,
    Map<String, String> lines) {
  private static final String NAME =
      "[A-Za-z0-9][A-Za-z0-9@_.:-]{0,90}\\.(service|socket|timer|mount|target|path|slice|scope)";
  private static final String PROPERTIES =
      "--property=Id,LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,NRestarts,"
          + "ActiveEnterTimestamp,MemoryCurrent,MemoryMax,TasksCurrent,TasksMax,LimitNOFILE";

  static Question question() {
    return Question.fixed(
            "unit_status",
            "How one systemd unit is: state, last result, restarts, memory and tasks.",
            UnitStatus.class,
            "systemd",
            Set.of(),
            UnitStatus::facts,
            Command.of("/usr/bin/systemctl"))
        .asking(
            List.of(Argument.text("unit", "the unit with its kind, such as nginx.service", NAME)),
            "/usr/bin/systemctl show UNIT " + PROPERTIES + " --no-pager",
            (call, context) ->
                List.of(
                    Command.of(
                        "/usr/bin/systemctl",
                        "show",
                        call.arguments().getOrDefault("unit", "ssh.service"),
                        PROPERTIES,
                        "--no-pager")))
        .readBy(UnitStatus::answer);
  }

  private static ToolAnswer answer(Reading reading) {
    UnitStatus facts = facts(reading);
    return facts.load().equals("not-found")
        ? new ToolAnswer.Empty("systemd knows no unit " + facts.unit())
        : ToolAnswer.Observed.of(facts);
  }

  private static UnitStatus facts(Reading reading) {
    List<UnitProperties> units = UnitProperties.of(reading.whole(0));
    UnitProperties unit = units.getFirst();
    if (units.size() > 1) {
      throw new UnreadableOutput("one unit", unit.text("Id"));
    }
    Optional<Long> tasks = unit.number("TasksCurrent");
    Optional<Long> tasksMax = unit.number("TasksMax");
    return new UnitStatus(
        unit.text("Id"),
        unit.text("LoadState"),
        unit.text("ActiveState"),
        unit.text("SubState"),
        unit.optional("Result"),
        unit.small("MainPID").filter(pid -> pid > 0),
        unit.small("ExecMainStatus"),
        unit.number("NRestarts"),
        unit.time("ActiveEnterTimestamp"),
        unit.number("MemoryCurrent"),
        unit.number("MemoryMax"),
        tasks,
        tasksMax,
        tasks.flatMap(
            count -> tasksMax.map(max -> Cells.percent(count.longValue(), max.longValue()))),
        unit.number("LimitNOFILE"),
        new TreeMap<>(unit.lines()));
  }
}
