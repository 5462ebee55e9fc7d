package dev.shindan.collectors.host.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code df -PT}, in whatever unit it was asked for.
 *
 * <p>The heading is translated by the locale, the rows are not, so only rows are read.
 */
record DfRow(
    String source,
    String fsType,
    String mount,
    long size,
    long used,
    long available,
    double usedPercent,
    String line) {
  private static final Pattern ROW =
      Pattern.compile(
          "\\s(\\S+)\\s+(\\d{1,19})\\s+(\\d{1,19})\\s+(-?\\d{1,19})\\s+(\\d{1,3})% (/.*)$");

  /** Nothing to count: {@code source type 0 0 0 - /mount}, or dashes all along. */
  private static final Pattern UNCOUNTED =
      Pattern.compile("\\s[0-9-]+\\s+[0-9-]+\\s+[0-9-]+\\s+- /.*$");

  /** Images that are always full, and windows into the kernel. */
  private static final Set<String> PSEUDO_TYPES =
      Set.of("devtmpfs", "squashfs", "iso9660", "efivarfs", "proc", "sysfs", "cgroup", "cgroup2");

  private static final Pattern PSEUDO_MOUNTS =
      Pattern.compile("/(proc|sys|run/user|run/credentials|run/lock)(/.*)?");

  /** The rows that are about real room; of one device mounted several times the shortest mount. */
  static List<DfRow> rows(Reading reading) {
    List<String> lines = reading.whole(0);
    Map<String, DfRow> byDevice = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher row = ROW.matcher(line);
      if (row.find()) {
        DfRow read = row(row, line);
        if (!read.pseudo()) {
          byDevice.merge(read.device(), read, DfRow::shorter);
        }
      } else if (!UNCOUNTED.matcher(line).find()) {
        throw new UnreadableOutput("a row of df -PT", line);
      }
    }
    if (lines.size() < 2) {
      throw new UnreadableOutput("rows of df -PT", lines.getFirst());
    }
    return List.copyOf(byDevice.values());
  }

  private static DfRow row(Matcher row, String line) {
    return new DfRow(
        line.substring(0, row.start()).strip(),
        row.group(1),
        row.group(6),
        Cells.whole(row.group(2), line),
        Cells.whole(row.group(3), line),
        Cells.whole(row.group(4), line),
        Cells.whole(row.group(5), line),
        line);
  }

  private static DfRow shorter(DfRow one, DfRow other) {
    return other.mount.length() < one.mount.length() ? other : one;
  }

  private boolean pseudo() {
    return PSEUDO_TYPES.contains(fsType)
        || PSEUDO_MOUNTS.matcher(mount).matches()
        || (fsType.equals("overlay") && !mount.equals("/"));
  }

  /** Only a real device is the same room when it is mounted twice. */
  private String device() {
    return source.startsWith("/dev/") ? source : source + ' ' + mount;
  }
}
