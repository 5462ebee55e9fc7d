package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The units of systemd that failed or are restarted again and again.
 *
 * @param systemState {@code running}, {@code degraded} and so on, in systemd's words
 * @param restarting waiting for their next automatic start: a crash loop
 */
record FailedUnits(
    String systemState,
    int failedCount,
    int restartingCount,
    List<Unit> failed,
    List<Unit> restarting,
    Map<String, String> lines) {
  private static final String STATE = "SystemState=";

  /** One unit as {@code list-units} prints it. */
  record Unit(
      String unit, String load, String active, String sub, String description, String line) {}

  static Question question() {
    return Question.fixed(
        "failed_units",
        "Which systemd units failed or are being restarted again and again.",
        FailedUnits.class,
        "systemd",
        Set.of(Coverage.ERRORS),
        FailedUnits::read,
        Command.of("/usr/bin/systemctl", "show", "--property=SystemState", "--no-pager"),
        Command.of(
            "/usr/bin/systemctl",
            "list-units",
            "--all",
            "--state=failed,activating",
            "--plain",
            "--no-legend",
            "--no-pager"));
  }

  private static FailedUnits read(Reading reading) {
    String state = reading.whole(0).getFirst();
    if (!state.startsWith(STATE)) {
      throw new UnreadableOutput(STATE, state);
    }
    List<Unit> failed = new ArrayList<>();
    List<Unit> restarting = new ArrayList<>();
    for (String line : reading.section(1).lines()) {
      String[] cells = line.strip().split("\\s+", 5);
      if (cells.length < 4) {
        throw new UnreadableOutput("unit, load, active and sub state", line);
      }
      Unit unit =
          new Unit(cells[0], cells[1], cells[2], cells[3], cells.length > 4 ? cells[4] : "", line);
      if (unit.active().equals("failed")) {
        failed.add(unit);
      } else if (unit.sub().equals("auto-restart")) {
        restarting.add(unit);
      } else if (!unit.active().equals("activating")) {
        throw new UnreadableOutput("a unit that failed or is activating", line);
      }
    }
    return new FailedUnits(
        state.substring(STATE.length()),
        failed.size(),
        restarting.size(),
        List.copyOf(failed),
        List.copyOf(restarting),
        Map.of("systemState", state));
  }
}
