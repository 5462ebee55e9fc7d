package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How full the filesystems of a host are in bytes.
 *
 * @param maxUsedPercent of the fullest one
 * @param leftOut mounts that have no room of their own: windows into the kernel, images,
 *     repetitions
 * @param unreadable what df could not look at, in its words
 */
record DiskUsage(
    double maxUsedPercent,
    List<Filesystem> filesystems,
    List<String> leftOut,
    List<String> unreadable) {
  /**
   * @param usedPercent of what ordinary users may use, rounded up, as df prints it
   */
  record Filesystem(
      String source,
      String fsType,
      String mount,
      long sizeBytes,
      long usedBytes,
      long availableBytes,
      double usedPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "disk_usage",
            "How full each filesystem is in bytes.",
            DiskUsage.class,
            "statvfs",
            Set.of(Coverage.SATURATION),
            DiskUsage::read,
            Command.of("/usr/bin/df", "-PTB1"))
        .keepingPart();
  }

  private static DiskUsage read(Reading reading) {
    List<Filesystem> filesystems = new ArrayList<>();
    double fullest = 0;
    DfRow.Rows rows = DfRow.inBytes(reading);
    for (DfRow row : rows.rows()) {
      filesystems.add(
          new Filesystem(
              row.source(),
              row.fsType(),
              row.mount(),
              row.size(),
              row.used(),
              row.available(),
              row.usedPercent(),
              row.line()));
      fullest = Math.max(fullest, row.usedPercent());
    }
    return new DiskUsage(
        fullest, List.copyOf(filesystems), rows.leftOut(), reading.section(0).complaints());
  }
}
