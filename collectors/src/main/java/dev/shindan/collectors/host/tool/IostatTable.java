package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.DiskIo.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the table of {@code iostat}, for releases of sysstat without JSON (before 11.5): of several
 * reports the last, since the first is since boot.
 */
final class IostatTable {
  private static final Set<String> HEADS =
      Set.of(
          "Device",
          "Device:",
          "tps",
          "kB_read/s",
          "kB_wrtn/s",
          "kB_dscd/s",
          "kB_read",
          "kB_wrtn",
          "kB_dscd",
          "MB_read/s",
          "MB_wrtn/s",
          "MB_dscd/s",
          "MB_read",
          "MB_wrtn",
          "MB_dscd",
          "r/s",
          "w/s",
          "d/s",
          "f/s",
          "rkB/s",
          "wkB/s",
          "dkB/s",
          "rMB/s",
          "wMB/s",
          "dMB/s",
          "rrqm/s",
          "wrqm/s",
          "drqm/s",
          "%rrqm",
          "%wrqm",
          "%drqm",
          "r_await",
          "w_await",
          "d_await",
          "f_await",
          "await",
          "aqu-sz",
          "avgqu-sz",
          "avgrq-sz",
          "rareq-sz",
          "wareq-sz",
          "dareq-sz",
          "svctm",
          "%util");

  private IostatTable() {}

  static List<Disk> disks(List<String> lines) {
    int heading = -1;
    for (int i = 0; i < lines.size(); i++) {
      heading = lines.get(i).startsWith("Device") ? i : heading;
    }
    if (heading < 0) {
      throw new UnreadableOutput("a heading Device", lines.getLast());
    }
    List<String> heads = TextTable.heads(lines.get(heading), HEADS);
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
