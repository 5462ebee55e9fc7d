package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process table.
 *
 * @param dStateCount processes in uninterruptible sleep, mostly waiting for a disk or a network
 *     file system; they count in the load average
 * @param byState how many by the first letter of the state
 * @param processes at most 300, those that used the processor most over their life first
 * @param cut whether the table was longer than what is kept of an output
 */
record Processes(
    int processCount,
    Optional<Integer> threadCount,
    Optional<Integer> runningCount,
    Optional<Integer> dStateCount,
    Optional<Integer> zombieCount,
    Optional<Integer> stoppedCount,
    Map<String, Integer> byState,
    Map<String, Integer> byCommand,
    Optional<List<ProcessEntry>> topByCpu,
    Optional<List<ProcessEntry>> topByMemory,
    Optional<List<ProcessEntry>> dState,
    Optional<List<ProcessEntry>> zombies,
    List<ProcessEntry> processes,
    int omittedProcesses,
    boolean cut) {
  private static final int ROWS_MAX = 300;
  private static final int TOP_MAX = 10;
  private static final int NOTABLE_MAX = 50;
  private static final int ARGUMENTS_CHARACTERS_MAX = 300;
  private static final int COMMAND_WIDTH = 64;
  private static final Pattern ROW =
      Pattern.compile(
          "\\s*(\\d+)\\s+(\\d+)\\s+(\\S+)\\s+([A-Z]\\S*)\\s+([0-9.]+)\\s+([0-9.]+)\\s+(\\d+)\\s+"
              + "(\\d+)\\s+(\\d+|-)\\s+(\\S+)\\s+(\\S.*)");

  /**
   * One process.
   *
   * @param state the letter and its marks, as {@code ps} prints them
   * @param lifetimeCpuPercent processor time by elapsed time over the whole life of the process
   * @param waitChannel the function of the kernel it sleeps in, or {@code -}
   */
  record ProcessEntry(
      int pid,
      Optional<Integer> ppid,
      String user,
      Optional<String> state,
      Optional<Double> lifetimeCpuPercent,
      Optional<Double> memoryPercent,
      Optional<Long> residentBytes,
      Optional<Long> elapsedSeconds,
      Optional<Integer> threads,
      Optional<String> waitChannel,
      String command,
      String arguments,
      String line) {}

  static Question question() {
    return Question.fixed(
        "processes",
        "The processes with their states, what they wait for, processor and memory use.",
        Processes.class,
        "process_table",
        Set.of(),
        Processes::read,
        Command.of(
            "/usr/bin/ps",
            "-eo",
            "pid=,ppid=,user:32=,stat=,pcpu=,pmem=,rss=,etimes=,nlwp=,wchan:32=,comm:64=,args=",
            "--sort=-pcpu"));
  }

  private static Processes read(Reading reading) {
    List<String> lines = reading.section(0).lines();
    if (lines.isEmpty()) {
      throw new UnreadableOutput("processes", "nothing");
    }
    boolean headed = PsTable.headed(lines.getFirst());
    List<ProcessEntry> all =
        headed ? PsTable.rows(lines) : lines.stream().map(Processes::process).toList();
    Map<String, Integer> byCommand = new TreeMap<>();
    all.forEach(process -> byCommand.merge(process.command(), 1, Integer::sum));
    byCommand.values().removeIf(count -> count < 2);
    Map<String, Integer> byState = new TreeMap<>();
    all.forEach(
        process ->
            process.state().ifPresent(s -> byState.merge(s.substring(0, 1), 1, Integer::sum)));
    return new Processes(
        all.size(),
        threads(all),
        count(byState, "R"),
        count(byState, "D"),
        count(byState, "Z"),
        count(byState, "T"),
        byState,
        byCommand,
        top(all, ProcessEntry::lifetimeCpuPercent),
        top(all, ProcessEntry::residentBytes),
        inState(all, byState, "D"),
        inState(all, byState, "Z"),
        List.copyOf(all.subList(0, Math.min(ROWS_MAX, all.size()))),
        Math.max(0, all.size() - ROWS_MAX),
        reading.cut());
  }

  /** The command has a fixed width since it may hold blanks. */
  private static ProcessEntry process(String line) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new UnreadableOutput("a row of ps", line);
    }
    String rest = row.group(11);
    int width = Math.min(COMMAND_WIDTH, rest.length());
    return new ProcessEntry(
        Cells.small(row.group(1), line),
        Optional.of(Cells.small(row.group(2), line)),
        row.group(3),
        Optional.of(row.group(4)),
        Optional.of(Cells.decimal(row.group(5), line)),
        Optional.of(Cells.decimal(row.group(6), line)),
        Optional.of(Cells.whole(row.group(7), line) * 1024),
        Optional.of(Cells.whole(row.group(8), line)),
        Optional.of(row.group(9).equals("-") ? 0 : Cells.small(row.group(9), line)),
        Optional.of(row.group(10)),
        rest.substring(0, width).strip(),
        shortened(rest.substring(width).strip()),
        line);
  }

  static String shortened(String arguments) {
    return arguments.substring(0, Math.min(ARGUMENTS_CHARACTERS_MAX, arguments.length()));
  }

  private static Optional<Integer> threads(List<ProcessEntry> all) {
    return all.getFirst().threads().isEmpty()
        ? Optional.empty()
        : Optional.of(all.stream().mapToInt(process -> process.threads().orElse(0)).sum());
  }

  /** None is only known where states are shown. */
  private static Optional<Integer> count(Map<String, Integer> byState, String letter) {
    return byState.isEmpty() ? Optional.empty() : Optional.of(byState.getOrDefault(letter, 0));
  }

  private static <T extends Comparable<T>> Optional<List<ProcessEntry>> top(
      List<ProcessEntry> all, Function<ProcessEntry, Optional<T>> by) {
    if (by.apply(all.getFirst()).isEmpty()) {
      return Optional.empty();
    }
    Comparator<ProcessEntry> order =
        Comparator.comparing(process -> by.apply(process).orElseThrow());
    return Optional.of(all.stream().sorted(order.reversed()).limit(TOP_MAX).toList());
  }

  private static Optional<List<ProcessEntry>> inState(
      List<ProcessEntry> all, Map<String, Integer> byState, String letter) {
    return byState.isEmpty()
        ? Optional.empty()
        : Optional.of(
            all.stream()
                .filter(process -> process.state().orElse("").startsWith(letter))
                .limit(NOTABLE_MAX)
                .toList());
  }
}
