package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    int threadCount,
    int runningCount,
    int dStateCount,
    int zombieCount,
    int stoppedCount,
    Map<String, Integer> byState,
    Map<String, Integer> byCommand,
    List<ProcessEntry> topByCpu,
    List<ProcessEntry> topByMemory,
    List<ProcessEntry> dState,
    List<ProcessEntry> zombies,
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
      int ppid,
      String user,
      String state,
      double lifetimeCpuPercent,
      double memoryPercent,
      long residentBytes,
      long elapsedSeconds,
      int threads,
      String waitChannel,
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
    List<ProcessEntry> all = new ArrayList<>();
    for (String line : reading.section(0).lines()) {
      all.add(process(line));
    }
    if (all.isEmpty()) {
      throw new UnreadableOutput("processes", "nothing");
    }
    Map<String, Integer> byState = new TreeMap<>();
    Map<String, Integer> byCommand = new TreeMap<>();
    int threads = 0;
    for (ProcessEntry process : all) {
      byState.merge(process.state().substring(0, 1), 1, Integer::sum);
      byCommand.merge(process.command(), 1, Integer::sum);
      threads += process.threads();
    }
    byCommand.values().removeIf(count -> count < 2);
    return new Processes(
        all.size(),
        threads,
        byState.getOrDefault("R", 0),
        byState.getOrDefault("D", 0),
        byState.getOrDefault("Z", 0),
        byState.getOrDefault("T", 0),
        byState,
        byCommand,
        top(all, Comparator.comparingDouble(ProcessEntry::lifetimeCpuPercent)),
        top(all, Comparator.comparingLong(ProcessEntry::residentBytes)),
        inState(all, "D"),
        inState(all, "Z"),
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
    String arguments = rest.substring(width).strip();
    return new ProcessEntry(
        Cells.small(row.group(1), line),
        Cells.small(row.group(2), line),
        row.group(3),
        row.group(4),
        Cells.decimal(row.group(5), line),
        Cells.decimal(row.group(6), line),
        Cells.whole(row.group(7), line) * 1024,
        Cells.whole(row.group(8), line),
        row.group(9).equals("-") ? 0 : Cells.small(row.group(9), line),
        row.group(10),
        rest.substring(0, width).strip(),
        arguments.substring(0, Math.min(ARGUMENTS_CHARACTERS_MAX, arguments.length())),
        line);
  }

  private static List<ProcessEntry> top(List<ProcessEntry> all, Comparator<ProcessEntry> by) {
    return all.stream().sorted(by.reversed()).limit(TOP_MAX).toList();
  }

  private static List<ProcessEntry> inState(List<ProcessEntry> all, String letter) {
    return all.stream()
        .filter(process -> process.state().startsWith(letter))
        .limit(NOTABLE_MAX)
        .toList();
  }
}
