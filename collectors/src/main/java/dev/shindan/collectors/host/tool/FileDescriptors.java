package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How near the host and its processes are to their limits of open files.
 *
 * @param usedPercent of what the kernel would allow all processes together
 * @param processes those nearest to their own limit first
 * @param maxProcessUsedPercent of the nearest one
 */
record FileDescriptors(
    long allocated,
    long max,
    double usedPercent,
    double maxProcessUsedPercent,
    List<Descriptors> processes,
    boolean cut) {
  private static final int PROCESSES_MAX = 30;
  private static final Pattern DESCRIPTOR = Pattern.compile("/proc/(\\d{1,9})/fd/(\\d{1,9})");
  private static final Pattern LIMIT =
      Pattern.compile("/proc/(\\d{1,9})/limits:Max open files +(\\d{1,19}|unlimited) +.*");
  private static final Pattern NAME = Pattern.compile("/proc/(\\d{1,9})/comm:(.*)");

  /**
   * @param highestDescriptor the highest number in use, to within ten: what the limit is on
   */
  record Descriptors(
      int pid,
      Optional<String> command,
      int highestDescriptor,
      Optional<Long> limit,
      Optional<Double> usedPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "file_descriptors",
            "How near the host and its processes are to their limits of open files.",
            FileDescriptors.class,
            "open_files",
            Set.of(),
            FileDescriptors::read,
            Command.of("/usr/bin/cat", "/proc/sys/fs/file-nr"),
            // every tenth descriptor tells the highest one, and is a tenth of the output
            Command.privileged(
                "/usr/bin/find",
                "/proc",
                "-mindepth",
                "2",
                "-maxdepth",
                "3",
                "(",
                "-path",
                "/proc/[0-9]*/fd",
                "-o",
                "-path",
                "/proc/[0-9]*/fd/*",
                "-o",
                "-prune",
                ")",
                "-regex",
                "/proc/[0-9]+/fd/[0-9]*[1-9][0-9]*0"),
            grep("limits", "Max open files"),
            grep("comm", ""))
        .keepingPart();
  }

  private static Command grep(String file, String text) {
    return Command.of(
        "/usr/bin/find",
        "/proc",
        "-maxdepth",
        "2",
        "-path",
        "/proc/[0-9]*/" + file,
        "-exec",
        "/usr/bin/grep",
        "-Hs",
        text,
        "{}",
        "+");
  }

  private static FileDescriptors read(Reading reading) {
    String all = reading.whole(0).getFirst();
    String[] numbers = Cells.split(all, 3);
    long allocated = Cells.whole(numbers[0], all);
    long max = Cells.whole(numbers[2], all);
    Map<Integer, String> limits = byPid(LIMIT, reading.whole(2));
    Map<Integer, String> names = byPid(NAME, reading.whole(3));
    Map<Integer, String> highest = new TreeMap<>();
    for (String line : reading.section(1).lines()) {
      Matcher found = DESCRIPTOR.matcher(line);
      if (!found.matches()) {
        throw new UnreadableOutput("a descriptor of a process", line);
      }
      highest.merge(Cells.small(found.group(1), line), line, FileDescriptors::higher);
    }
    List<Descriptors> processes = new ArrayList<>();
    highest.forEach((pid, line) -> processes.add(of(pid, line, limits, names)));
    processes.sort(
        Comparator.comparingDouble((Descriptors row) -> row.usedPercent().orElse(0.0))
            .thenComparingInt(Descriptors::highestDescriptor)
            .reversed());
    return new FileDescriptors(
        allocated,
        max,
        Cells.percent(allocated, max),
        processes.isEmpty() ? 0 : processes.getFirst().usedPercent().orElse(0.0),
        List.copyOf(processes.subList(0, Math.min(PROCESSES_MAX, processes.size()))),
        reading.cut());
  }

  private static Descriptors of(
      int pid, String line, Map<Integer, String> limits, Map<Integer, String> names) {
    int highest = descriptor(line);
    Optional<Long> limit =
        Optional.ofNullable(limits.get(pid))
            .filter(text -> !text.equals("unlimited"))
            .map(text -> Cells.whole(text, line));
    return new Descriptors(
        pid,
        Optional.ofNullable(names.get(pid)),
        highest,
        limit,
        limit.map(most -> Cells.percent(highest, most.longValue())),
        line);
  }

  private static Map<Integer, String> byPid(Pattern pattern, List<String> lines) {
    Map<Integer, String> byPid = new HashMap<>();
    for (String line : lines) {
      Matcher found = pattern.matcher(line);
      if (!found.matches()) {
        throw new UnreadableOutput("a line of a process", line);
      }
      byPid.put(Cells.small(found.group(1), line), found.group(2));
    }
    return byPid;
  }

  private static String higher(String one, String other) {
    return descriptor(other) > descriptor(one) ? other : one;
  }

  private static int descriptor(String line) {
    return Cells.small(line.substring(line.lastIndexOf('/') + 1), line);
  }
}
