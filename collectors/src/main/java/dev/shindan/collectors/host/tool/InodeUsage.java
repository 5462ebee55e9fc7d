package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How many inodes of the filesystems of a host are used; those without a fixed number are left out.
 *
 * @param maxUsedPercent of the fullest one
 * @param leftOut mounts that have no room of their own: windows into the kernel, images,
 *     repetitions
 * @param unreadable what df could not look at, in its words
 */
record InodeUsage(
    double maxUsedPercent,
    List<Filesystem> filesystems,
    List<String> leftOut,
    List<String> unreadable) {
  /**
   * @param usedPercent rounded up, as df prints it
   */
  record Filesystem(
      String source,
      String fsType,
      String mount,
      long inodes,
      long usedInodes,
      long availableInodes,
      double usedPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "inode_usage",
            "How many inodes of each filesystem are used.",
            InodeUsage.class,
            "statvfs",
            Set.of(Coverage.SATURATION),
            InodeUsage::read,
            Command.of("/usr/bin/df", "-PTi"))
        .keepingPart();
  }

  private static InodeUsage read(Reading reading) {
    List<Filesystem> filesystems = new ArrayList<>();
    double fullest = 0;
    DfRow.Rows rows = DfRow.inodes(reading);
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
    return new InodeUsage(
        fullest, List.copyOf(filesystems), rows.leftOut(), reading.section(0).complaints());
  }
}
