package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is mounted where and how.
 *
 * @param readOnlyDisks block devices with a file system made for writing, mounted read-only
 * @param network file systems of other machines: these can stand still
 */
record Mounts(int mountCount, List<Mount> readOnlyDisks, List<Mount> network, List<Mount> mounts) {
  private static final Set<String> WRITABLE_TYPES =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "vfat");
  private static final Set<String> NETWORK_TYPES =
      Set.of(
          "nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs", "9p");
  private static final Pattern ROW = Pattern.compile("(\\S+) (\\S+) (\\S+) (\\S+) [0-9]+ [0-9]+");
  private static final Pattern SPOKEN =
      Pattern.compile("(.+?) on (/.*?) type (\\S+) \\(([^()]*)\\)(?: \\[.*\\])?");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /** One mount. */
  record Mount(
      String source,
      String mount,
      String fsType,
      List<String> options,
      boolean readOnly,
      String line) {}

  static Question question() {
    return Question.fixed(
        "mounts",
        "What is mounted where, and what of it is read-only or on another machine.",
        Mounts.class,
        "mount_table",
        Set.of(),
        Mounts::read,
        Command.of("/usr/bin/cat", "/proc/mounts"));
  }

  private static Mounts read(Reading reading) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : reading.whole(0)) {
      Matcher row = ROW.matcher(line);
      Matcher spoken = SPOKEN.matcher(line);
      if (row.matches()) {
        mounts.add(mount(row, line));
      } else if (spoken.matches()) {
        mounts.add(mount(spoken, line));
      } else {
        throw new UnreadableOutput("a mount", line);
      }
    }
    return new Mounts(
        mounts.size(),
        mounts.stream()
            .filter(mount -> mount.readOnly() && mount.source().startsWith("/dev/"))
            .filter(mount -> WRITABLE_TYPES.contains(mount.fsType()))
            .toList(),
        mounts.stream().filter(mount -> NETWORK_TYPES.contains(mount.fsType())).toList(),
        List.copyOf(mounts));
  }

  private static Mount mount(Matcher row, String line) {
    List<String> options = Arrays.asList(row.group(4).split(",", -1));
    if (!options.contains("rw") && !options.contains("ro")) {
      throw new UnreadableOutput("an option rw or ro", line);
    }
    return new Mount(
        unescaped(row.group(1)),
        unescaped(row.group(2)),
        row.group(3),
        List.copyOf(options),
        options.contains("ro"),
        line);
  }

  /** The kernel writes a blank as {@code \040}. */
  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(escape.group(1), 8))));
  }
}
