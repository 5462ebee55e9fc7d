package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.CpuPerCore.Cpu;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the table of {@code mpstat}, for releases of sysstat without JSON (before 11.5): of several
 * the last, which is the average.
 */
final class MpstatTable {
  private MpstatTable() {}

  static List<Cpu> rows(List<String> lines) {
    int heading = -1;
    for (int i = 0; i < lines.size(); i++) {
      List<String> heads = TextTable.heads(lines.get(i));
      heading = heads.contains("CPU") && heads.contains("%usr") ? i : heading;
    }
    if (heading < 0) {
      throw new UnreadableOutput("a heading CPU with %usr", lines.getLast());
    }
    List<String> heads = TextTable.heads(lines.get(heading));
    for (int i = 0; i < heads.indexOf("CPU"); i++) {
      heads.set(i, "time" + i);
    }
    List<Cpu> rows = new ArrayList<>();
    for (String line : lines.subList(heading + 1, lines.size())) {
      if (TextTable.heads(line).contains("CPU")) {
        break;
      }
      rows.add(cpu(TextTable.row(heads, line)));
    }
    if (rows.isEmpty()) {
      throw new UnreadableOutput("rows of mpstat", lines.getLast());
    }
    return rows;
  }

  private static Cpu cpu(TextTable row) {
    double idle = row.decimal("%idle");
    double ioWait = row.decimal("%iowait");
    double steal = row.decimal("%steal");
    return new Cpu(
        row.text("CPU"),
        row.decimal("%usr"),
        row.decimal("%nice"),
        row.decimal("%sys"),
        ioWait,
        row.decimal("%irq"),
        row.decimal("%soft"),
        steal,
        row.decimal("%guest"),
        idle,
        CpuPerCore.busy(idle, ioWait, steal),
        row.line());
  }
}
