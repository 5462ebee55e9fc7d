package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.collectors.host.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits under which one process runs; absent ones are unlimited.
 *
 * @param threads it has now
 * @param openFilesSoft how high its descriptors may be numbered
 * @param processesSoft how many processes and threads its user may have
 */
record ProcessLimits(
    int pid,
    Optional<Integer> threads,
    Optional<Long> openFilesSoft,
    Optional<Long> openFilesHard,
    Optional<Long> processesSoft,
    Optional<Long> addressSpaceSoftBytes,
    Optional<Long> lockedMemorySoftBytes,
    Optional<Long> stackSoftBytes,
    Optional<Long> coreFileSoftBytes,
    Map<String, String> lines) {
  private static final Pattern ROW =
      Pattern.compile(
          "(Max [a-z ]{1,60}?) {2,}(\\d{1,20}|unlimited) +(\\d{1,20}|unlimited) *([a-z]*) *");
  private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d{1,9})");

  static Question question() {
    return Question.fixed(
            "process_limits",
            "Under which limits a process runs.",
            ProcessLimits.class,
            "process_table",
            Set.of(),
            ProcessLimits::read,
            Command.of("/usr/bin/cat"))
        .asking(
            List.of(Argument.number("pid", "the number of the process", 1, 1, 4_194_304)),
            "/usr/bin/cat /proc/PID/limits\n/usr/bin/grep Threads /proc/PID/status",
            (call, context) -> {
              String folder = "/proc/" + call.arguments().getOrDefault("pid", "1");
              return List.of(
                  Command.of("/usr/bin/cat", folder + "/limits"),
                  Command.of("/usr/bin/grep", "Threads", folder + "/status"));
            })
        .escalating();
  }

  private static ProcessLimits read(Reading reading) {
    List<String> lines = reading.whole(0);
    if (!lines.getFirst().startsWith("Limit ")) {
      throw new UnreadableOutput("a heading Limit", lines.getFirst());
    }
    Map<String, Matcher> rows = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        throw new UnreadableOutput("a limit", line);
      }
      rows.put(row.group(1), row);
    }
    if (!rows.containsKey("Max open files")) {
      throw new UnreadableOutput("a limit Max open files", lines.getLast());
    }
    Optional<String> threads =
        reading.alone() ? Optional.empty() : Optional.of(reading.whole(1).getFirst());
    return new ProcessLimits(
        Integer.parseInt(reading.call().arguments().getOrDefault("pid", "1")),
        threads.map(ProcessLimits::threads),
        limit(rows, "Max open files", 2),
        limit(rows, "Max open files", 3),
        limit(rows, "Max processes", 2),
        limit(rows, "Max address space", 2),
        limit(rows, "Max locked memory", 2),
        limit(rows, "Max stack size", 2),
        limit(rows, "Max core file size", 2),
        quoted(rows));
  }

  private static int threads(String line) {
    Matcher threads = THREADS.matcher(line);
    if (!threads.matches()) {
      throw new UnreadableOutput("Threads", line);
    }
    return Cells.small(threads.group(1), line);
  }

  private static Optional<Long> limit(Map<String, Matcher> rows, String name, int group) {
    Matcher row = rows.get(name);
    if (row == null) {
      throw new UnreadableOutput("a limit " + name, "none");
    }
    return row.group(group).equals("unlimited")
        ? Optional.empty()
        : Optional.of(Cells.whole(row.group(group), row.group()));
  }

  private static Map<String, String> quoted(Map<String, Matcher> rows) {
    Map<String, String> quoted = new TreeMap<>();
    for (String name : List.of("Max open files", "Max processes")) {
      Matcher row = rows.get(name);
      if (row != null) {
        quoted.put(name.equals("Max processes") ? "processesSoft" : "openFilesSoft", row.group());
      }
    }
    return quoted;
  }
}
