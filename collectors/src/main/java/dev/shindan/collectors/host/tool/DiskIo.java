package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How busy and how slow the block devices were for two seconds.
 *
 * @param maxAwaitMillis the slowest mean read or write
 */
record DiskIo(double maxUtilisedPercent, double maxAwaitMillis, List<Disk> disks) {
  /**
   * @param readAwaitMillis mean time of a read, waiting in the queue included
   * @param queueLength mean number of requests waiting or being served
   * @param utilisedPercent of the time at least one request was under way; devices that serve many
   *     at once are not full at 100
   */
  record Disk(
      String device,
      double readsPerSecond,
      double writesPerSecond,
      double readBytesPerSecond,
      double writeBytesPerSecond,
      double readAwaitMillis,
      double writeAwaitMillis,
      double queueLength,
      double utilisedPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "disk_io",
            "How busy and how slow each disk is, measured for two seconds.",
            DiskIo.class,
            "diskstats",
            Set.of(Coverage.LATENCY, Coverage.SATURATION),
            DiskIo::read,
            Command.of("/usr/bin/iostat", "-dxy", "-o", "JSON", "2", "1"))
        .sampling();
  }

  private static DiskIo read(Reading reading) {
    List<String> lines = reading.whole(0);
    JsonNode rows = Cells.json(lines).at("/sysstat/hosts/0/statistics/0/disk");
    if (!rows.isArray()) {
      throw new UnreadableOutput("statistics with disk", lines.getFirst());
    }
    List<Disk> disks = new ArrayList<>();
    double busiest = 0;
    double slowest = 0;
    for (JsonNode row : rows) {
      Disk disk = disk(row, lines);
      disks.add(disk);
      busiest = Math.max(busiest, disk.utilisedPercent());
      slowest = Math.max(slowest, Math.max(disk.readAwaitMillis(), disk.writeAwaitMillis()));
    }
    return new DiskIo(busiest, slowest, List.copyOf(disks));
  }

  private static Disk disk(JsonNode row, List<String> lines) {
    String device = Cells.text(row, "disk_device", lines.getFirst());
    String line = Cells.lineWith(lines, "\"disk_device\": \"" + device + "\"");
    return new Disk(
        device,
        Cells.decimal(row, "r/s", line),
        Cells.decimal(row, "w/s", line),
        Cells.rounded(Cells.decimal(row, "rkB/s", line) * 1024),
        Cells.rounded(Cells.decimal(row, "wkB/s", line) * 1024),
        Cells.decimal(row, "r_await", line),
        Cells.decimal(row, "w_await", line),
        Cells.decimal(row, "aqu-sz", line),
        Cells.decimal(row, "util", line),
        line);
  }
}
