package dev.shindan.collectors.host.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code df}: of {@code -PTB1} and {@code -PTi}, which we ask for, and of its other
 * forms.
 *
 * <p>The heading is translated by the locale, so only the unit is read there.
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
  /** How a heading begins that is not translated; only then the type may be missing. */
  private static final String UNTYPED = "Filesystem";

  private static final String PLAIN = "\\d{1,19}";
  private static final String HUMAN = "\\d{1,4}(?:\\.\\d)?[KMGTPE]?";

  /** Nothing to count: {@code source type 0 0 0 - /mount}, or dashes all along. */
  private static final Pattern UNCOUNTED =
      Pattern.compile("\\s[0-9-]+\\s+[0-9-]+\\s+[0-9-]+\\s+- +(/.*)$");

  /** A device name that was too long for its column: the rest stands on the next line. */
  private static final Pattern WRAPPED = Pattern.compile("\\S+");

  /** What a heading says of the unit, in whatever language: {@code 1-blocks}, {@code 1K-blocks}. */
  private static final Pattern BLOCK =
      Pattern.compile("(1|1B|1K|1024|1M|1048576)-[^-\\s\\d][^-\\s]*");

  /** Images that are always full, and windows into the kernel. */
  private static final Set<String> PSEUDO_TYPES =
      Set.of("devtmpfs", "squashfs", "iso9660", "efivarfs", "proc", "sysfs", "cgroup", "cgroup2");

  /** Without a type column: snap images and the device directory. */
  private static final Pattern UNTYPED_PSEUDO = Pattern.compile("/dev/loop\\d+ /snap/.*|udev /dev");

  private static final Pattern PSEUDO_MOUNTS =
      Pattern.compile("/(proc|sys|run/user|run/credentials|run/lock)(/.*)?");

  /**
   * What df said.
   *
   * @param rows those that are about real room; of one device mounted several times the shortest
   *     mount
   * @param leftOut mounts of the others
   */
  record Rows(List<DfRow> rows, List<String> leftOut) {}

  /** Rows in bytes, by the unit that the heading names. */
  static Rows inBytes(Reading reading) {
    String heading = reading.whole(0).getFirst();
    List<String> heads = TextTable.heads(heading);
    // GNU df writes 1-blocks with -P alone, beside Capacity; a K that was lost makes it too.
    if (heads.contains("1-blocks") && heads.contains("Use%")) {
      throw new UnreadableOutput("one size of a block", heading);
    }
    for (int i = 1; i < Math.min(3, heads.size()); i++) {
      Matcher block = BLOCK.matcher(heads.get(i));
      if (block.matches() && (i == 2 || heads.getFirst().equals(UNTYPED))) {
        return rows(reading, unit(block.group(1)), pattern(i == 2, PLAIN));
      }
      if (heads.get(i).equals("Size") && heads.getFirst().equals(UNTYPED)) {
        return rows(reading, 1, pattern(i == 2, HUMAN));
      }
    }
    throw new UnreadableOutput("a heading that names the size of a block", heading);
  }

  static Rows inodes(Reading reading) {
    String heading = reading.whole(0).getFirst();
    List<String> heads = TextTable.heads(heading);
    if (heads.size() < 6 || heads.stream().anyMatch(head -> BLOCK.matcher(head).matches())) {
      throw new UnreadableOutput("a heading of df -i", heading);
    }
    return rows(
        reading,
        1,
        pattern(!heads.get(1).equals("Inodes") || !heads.getFirst().equals(UNTYPED), PLAIN));
  }

  private static long unit(String block) {
    return switch (block) {
      case "1K", "1024" -> 1024;
      case "1M", "1048576" -> 1024 * 1024;
      default -> 1;
    };
  }

  /** Source, type, three sizes, percent, mount. */
  private static Pattern pattern(boolean typed, String size) {
    return Pattern.compile(
        "^(\\S+(?: \\S+){0,40}?)\\s+%s(%s)\\s+(%s)\\s+(-?%s)\\s+(\\d{1,3})%% +(/.*)$"
            .formatted(typed ? "(\\S+)\\s+" : "()", size, size, size));
  }

  private static Rows rows(Reading reading, long unit, Pattern pattern) {
    List<String> lines = joined(reading.whole(0));
    Map<String, DfRow> byDevice = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher row = pattern.matcher(line.replace('\n', ' '));
      Matcher uncounted = UNCOUNTED.matcher(line);
      if (row.find()) {
        keep(row(row, unit, line), byDevice, leftOut);
      } else if (uncounted.find()) {
        leftOut.add(uncounted.group(1));
      } else {
        throw new UnreadableOutput("a row of df", line);
      }
    }
    if (lines.size() < 2) {
      throw new UnreadableOutput("rows of df", lines.getFirst());
    }
    return new Rows(List.copyOf(byDevice.values()), List.copyOf(leftOut));
  }

  private static void keep(DfRow row, Map<String, DfRow> byDevice, List<String> leftOut) {
    if (row.pseudo()) {
      leftOut.add(row.mount);
      return;
    }
    DfRow before = byDevice.putIfAbsent(row.device(), row);
    if (before != null) {
      boolean shorter = row.mount.length() < before.mount.length();
      leftOut.add(shorter ? before.mount : row.mount);
      byDevice.put(row.device(), shorter ? row : before);
    }
  }

  private static List<String> joined(List<String> lines) {
    List<String> whole = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean wrapped =
          i + 1 < lines.size()
              && WRAPPED.matcher(lines.get(i)).matches()
              && lines.get(i + 1).startsWith(" ");
      whole.add(wrapped ? lines.get(i) + '\n' + lines.get(i + 1) : lines.get(i));
      i += wrapped ? 1 : 0;
    }
    return whole;
  }

  private static DfRow row(Matcher row, long unit, String line) {
    return new DfRow(
        row.group(1),
        row.group(2),
        row.group(7),
        size(row.group(3), unit, line),
        size(row.group(4), unit, line),
        size(row.group(5), unit, line),
        Cells.whole(row.group(6), line),
        line);
  }

  private static long size(String text, long unit, String line) {
    return Character.isDigit(text.charAt(text.length() - 1)) && !text.contains(".")
        ? Cells.whole(text, line) * unit
        : Cells.human(text, 1024, line);
  }

  private boolean pseudo() {
    return PSEUDO_TYPES.contains(fsType.isEmpty() ? source : fsType)
        || (fsType.isEmpty() && UNTYPED_PSEUDO.matcher(source + ' ' + mount).matches())
        || PSEUDO_MOUNTS.matcher(mount).matches()
        || (fsType.equals("overlay") && !mount.equals("/"));
  }

  /** Only a real device is the same room when it is mounted twice. */
  private String device() {
    return source.startsWith("/dev/") ? source : source + ' ' + mount;
  }
}
