package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How busy and how slow the block devices were for two seconds.
 *
 * @param maxAwaitMillis the slowest mean read or write
 */
record DiskIo(
    Optional<Double> maxUtilisedPercent, Optional<Double> maxAwaitMillis, List<Disk> disks) {
  /**
   * @param readAwaitMillis mean time of a read, waiting in the queue included
   * @param queueLength mean number of requests waiting or being served
   * @param utilisedPercent of the time at least one request was under way; devices that serve many
   *     at once are not full at 100
   */
  record Disk(
      String device,
      Optional<Double> readsPerSecond,
      Optional<Double> writesPerSecond,
      double readBytesPerSecond,
      double writeBytesPerSecond,
      Optional<Double> readAwaitMillis,
      Optional<Double> writeAwaitMillis,
      Optional<Double> queueLength,
      Optional<Double> utilisedPercent,
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
        .sampling()
        .ofKernel("/proc/diskstats");
  }

  private static DiskIo read(Reading reading) {
    List<String> lines = reading.whole(0);
    return lines.getFirst().startsWith("Linux ")
        ? of(IostatTable.disks(lines))
        : of(documented(lines));
  }

  private static DiskIo of(List<Disk> disks) {
    return new DiskIo(
        highest(disks, Disk::utilisedPercent),
        Stream.concat(
                highest(disks, Disk::readAwaitMillis).stream(),
                highest(disks, Disk::writeAwaitMillis).stream())
            .max(Comparator.naturalOrder()),
        List.copyOf(disks));
  }

  /** Zero when there is no disk; absent when none of them says. */
  private static Optional<Double> highest(List<Disk> disks, Function<Disk, Optional<Double>> of) {
    return disks.isEmpty()
        ? Optional.of(0.0)
        : disks.stream().flatMap(disk -> of.apply(disk).stream()).max(Comparator.naturalOrder());
  }

  private static List<Disk> documented(List<String> lines) {
    JsonNode rows = Cells.json(lines).at("/sysstat/hosts/0/statistics/0/disk");
    if (!rows.isArray()) {
      throw new UnreadableOutput("statistics with disk", lines.getFirst());
    }
    List<Disk> disks = new ArrayList<>();
    rows.forEach(row -> disks.add(disk(row, lines)));
    return disks;
  }

  private static Disk disk(JsonNode row, List<String> lines) {
    String device = Cells.text(row, "disk_device", lines.getFirst());
    String line = Cells.lineWith(lines, "\"disk_device\": \"" + device + "\"");
    return new Disk(
        device,
        Optional.of(Cells.decimal(row, "r/s", line)),
        Optional.of(Cells.decimal(row, "w/s", line)),
        Cells.rounded(Cells.decimal(row, "rkB/s", line) * 1024),
        Cells.rounded(Cells.decimal(row, "wkB/s", line) * 1024),
        Optional.of(Cells.decimal(row, "r_await", line)),
        Optional.of(Cells.decimal(row, "w_await", line)),
        Optional.of(Cells.decimal(row, "aqu-sz", line)),
        Optional.of(Cells.decimal(row, "util", line)),
        line);
  }
}
