package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.FailedUnits.Unit;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code systemctl} prints to a person: a heading, units with marks, an explanation. */
final class UnitTable {
  private static final String END = "LOAD   = ";

  private UnitTable() {}

  static List<Unit> rows(List<String> lines) {
    List<String> heads = TextTable.heads(lines.getFirst());
    if (!heads.equals(List.of("UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"))
        && !heads.equals(List.of("UNIT", "LOAD", "ACTIVE", "SUB", "JOB", "DESCRIPTION"))) {
      throw new UnreadableOutput("a heading of systemctl", lines.getFirst());
    }
    List<Unit> units = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith(END)) {
        return units;
      }
      Unit unit = FailedUnits.unit(line.replaceFirst("^[●×*○↻] ", "  "));
      units.add(
          new Unit(unit.unit(), unit.load(), unit.active(), unit.sub(), unit.description(), line));
    }
    throw new UnreadableOutput("the explanation after the units", lines.getLast());
  }
}
