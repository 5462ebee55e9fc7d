package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  static Question question() {
    return Question.fixed(
            "uptime",
            "Since when the host is up, its load averages and its number of processors.",
            Uptime.class,
            "loadavg",
            Set.of(Coverage.SATURATION),
            Uptime::read,
            Command.of("/usr/bin/cat", "/proc/uptime", "/proc/loadavg"),
            Command.of("/usr/bin/nproc"))
        .ofKernel("/proc/loadavg");
  }

  private static Uptime read(Reading reading) {
    if (reading.alone()) {
      return UptimeLine.read(reading);
    }
    List<String> proc = reading.whole(0);
    if (proc.size() != 2) {
      throw new UnreadableOutput("/proc/uptime and /proc/loadavg", proc.getLast());
    }
    String up = proc.getFirst();
    String load = proc.getLast();
    String count = reading.whole(1).getFirst();
    double seconds = Cells.decimal(Cells.split(up, 2)[0], up);
    String[] loads = Cells.split(load, 5);
    String[] tasks = loads[3].split("/", -1);
    if (tasks.length != 2) {
      throw new UnreadableOutput("runnable/total tasks", load);
    }
    int cpus = Cells.small(count.strip(), count);
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
