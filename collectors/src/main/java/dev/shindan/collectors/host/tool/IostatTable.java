package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.DiskIo.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the table of {@code iostat}, for releases of sysstat without JSON (before 11.5): of several
 * reports the last, since the first is since boot.
 */
final class IostatTable {
  private IostatTable() {}

  static List<Disk> disks(List<String> lines) {
    int heading = -1;
    for (int i = 0; i < lines.size(); i++) {
      heading = lines.get(i).startsWith("Device") ? i : heading;
    }
    if (heading < 0) {
      throw new UnreadableOutput("a heading Device", lines.getLast());
    }
    List<String> heads = TextTable.heads(lines.get(heading));
    List<Disk> disks = new ArrayList<>();
    for (String line : lines.subList(heading + 1, lines.size())) {
      TextTable row = TextTable.row(heads, line);
      disks.add(
          new Disk(
              row.text(heads.getFirst()),
              optional(row, "r/s"),
              optional(row, "w/s"),
              bytes(row, "rkB/s", "rMB/s", "kB_read/s", "MB_read/s"),
              bytes(row, "wkB/s", "wMB/s", "kB_wrtn/s", "MB_wrtn/s"),
              optional(row, "r_await"),
              optional(row, "w_await"),
              optional(row, row.has("aqu-sz") ? "aqu-sz" : "avgqu-sz"),
              optional(row, "%util"),
              line));
    }
    return disks;
  }

  private static Optional<Double> optional(TextTable row, String name) {
    return row.has(name) ? Optional.of(row.decimal(name)) : Optional.empty();
  }

  private static double bytes(TextTable row, String... names) {
    for (String name : names) {
      if (row.has(name)) {
        return Cells.rounded(row.decimal(name) * (name.contains("M") ? 1024 * 1024 : 1024));
      }
    }
    throw new UnreadableOutput("a column " + names[0], row.line());
  }
}
