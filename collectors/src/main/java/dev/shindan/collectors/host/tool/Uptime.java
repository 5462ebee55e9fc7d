package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Since when a host is up and how much work waits on it.
 *
 * @param runnableTasks tasks running or waiting for a processor at that moment
 * @param loadPerCpu1 load average of one minute by processor; tasks in state D count too
 * @param lines the raw line of each fact
 */
record Uptime(
    double uptimeSeconds,
    Instant bootedAt,
    double loadAverage1,
    double loadAverage5,
    double loadAverage15,
    Optional<Integer> runnableTasks,
    Optional<Integer> totalTasks,
    Optional<Integer> cpuCount,
    Optional<Double> loadPerCpu1,
    Optional<Double> loadPerCpu5,
    Optional<Double> loadPerCpu15,
    Map<String, String> lines) {

  /** Two numbers of seconds: since the start, and idle. */
  private static final Pattern SECONDS = Pattern.compile("\\d+\\.\\d+ \\d+\\.\\d+");

  private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s+(\\d[0-9,-]*)");

  static Question question() {
    return Question.fixed(
            "uptime",
            "Since when the host is up, its load averages and its number of processors.",
            Uptime.class,
            "loadavg",
            Set.of(Coverage.SATURATION),
            Uptime::read,
            Command.of(
                "/usr/bin/grep",
                "-h",
                "-e",
                "^[0-9]",
                "-e",
                "^Cpus_allowed_list:",
                "/proc/uptime",
                "/proc/loadavg",
                "/proc/self/status"))
        .ofKernel("/proc/loadavg");
  }

  /** How many processors a list such as {@code 0-3,8} names, which is what nproc counts. */
  private static int allowed(String line) {
    Matcher list = ALLOWED.matcher(line);
    if (!list.matches()) {
      throw new UnreadableOutput("Cpus_allowed_list: and ranges", line);
    }
    int count = 0;
    for (String range : list.group(1).split(",", -1)) {
      String[] ends = range.split("-", -1);
      if (ends.length > 2) {
        throw new UnreadableOutput("ranges of two ends", line);
      }
      int first = Cells.small(ends[0], line);
      int last = Cells.small(ends[ends.length - 1], line);
      if (last < first) {
        throw new UnreadableOutput("ranges that ascend", line);
      }
      count += last - first + 1;
    }
    return count;
  }

  private static Uptime read(Reading reading) {
    List<String> proc = reading.whole(0);
    if (reading.alone() && !SECONDS.matcher(proc.getFirst()).matches()) {
      return UptimeLine.read(reading);
    }
    boolean counted = reading.sections().size() > 1; // by nproc, as it was recorded once
    if (proc.size() != (counted ? 2 : 3)) {
      throw new UnreadableOutput("/proc/uptime, /proc/loadavg and processors", proc.getLast());
    }
    String up = proc.getFirst();
    String load = proc.get(1);
    String count = counted ? reading.whole(1).getFirst() : proc.getLast();
    double seconds = Cells.decimal(Cells.split(up, 2)[0], up);
    String[] loads = Cells.split(load, 5);
    String[] tasks = loads[3].split("/", -1);
    if (tasks.length != 2) {
      throw new UnreadableOutput("runnable/total tasks", load);
    }
    int cpus = counted ? Cells.small(count.strip(), count) : allowed(count);
    if (cpus < 1) {
      throw new UnreadableOutput("a number of processors", count);
    }
    double[] averages = new double[3];
    for (int i = 0; i < averages.length; i++) {
      averages[i] = Cells.decimal(loads[i], load);
    }
    return new Uptime(
        seconds,
        reading.context().now().minusMillis((long) (Math.min(seconds, 1e11) * 1000)),
        averages[0],
        averages[1],
        averages[2],
        Optional.of(Cells.small(tasks[0], load)),
        Optional.of(Cells.small(tasks[1], load)),
        Optional.of(cpus),
        Optional.of(Cells.rounded(averages[0] / cpus)),
        Optional.of(Cells.rounded(averages[1] / cpus)),
        Optional.of(Cells.rounded(averages[2] / cpus)),
        new TreeMap<>(
            Map.of(
                "uptimeSeconds",
                up,
                "loadAverage1",
                load,
                "runnableTasks",
                load,
                "cpuCount",
                count)));
  }
}
