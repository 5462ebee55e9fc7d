package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The units of systemd that failed or are restarted again and again.
 *
 * @param systemState {@code running}, {@code degraded} and so on, in systemd's words
 * @param restarting waiting for their next automatic start: a crash loop
 */
record FailedUnits(
    Optional<String> systemState,
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
    if (reading.alone()) {
      return of(Optional.empty(), UnitTable.rows(reading.whole(0)), Map.of());
    }
    String state = reading.whole(0).getFirst();
    if (!state.startsWith(STATE)) {
      throw new UnreadableOutput(STATE, state);
    }
    List<Unit> units = reading.section(1).lines().stream().map(FailedUnits::unit).toList();
    for (Unit unit : units) {
      if (!unit.active().equals("failed") && !unit.active().equals("activating")) {
        throw new UnreadableOutput("a unit that failed or is activating", unit.line());
      }
    }
    return of(Optional.of(state.substring(STATE.length())), units, Map.of("systemState", state));
  }

  static Unit unit(String line) {
    String[] cells = line.strip().split("\\s+", 5);
    if (cells.length < 4 || !cells[0].contains(".")) {
      throw new UnreadableOutput("unit, load, active and sub state", line);
    }
    return new Unit(cells[0], cells[1], cells[2], cells[3], cells.length > 4 ? cells[4] : "", line);
  }

  private static FailedUnits of(
      Optional<String> state, List<Unit> units, Map<String, String> lines) {
    List<Unit> failed = units.stream().filter(unit -> unit.active().equals("failed")).toList();
    List<Unit> restarting =
        units.stream().filter(unit -> unit.sub().equals("auto-restart")).toList();
    return new FailedUnits(state, failed.size(), restarting.size(), failed, restarting, lines);
  }
}
