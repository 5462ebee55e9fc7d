package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the processors cope with received packets, and whether these are spread over them.
 *
 * @param steeredQueueCount receive queues whose packets are spread over processors by software
 *     (RPS)
 * @param flowEntries size of the table by which packets follow their process (RFS); 0 is off,
 *     absent in a network namespace of its own
 */
record Softnet(
    double seconds,
    double droppedPerSecond,
    double squeezedPerSecond,
    double maxCpuProcessedPercent,
    int queueCount,
    int steeredQueueCount,
    Optional<Long> flowEntries,
    List<Cpu> cpus,
    List<Queue> queues) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final int COLUMNS_MIN = 9;
  private static final Pattern QUEUE =
      Pattern.compile(
          "/sys/devices/.*/net/([^/]+)/queues/(rx-\\d+)/rps_(cpus|flow_cnt):([0-9a-f,]+)");

  /**
   * @param droppedPerSecond the backlog of the processor was full
   * @param squeezedPerSecond the processor had to stop with packets left
   */
  record Cpu(
      int cpu,
      double processedPerSecond,
      double processedPercent,
      double droppedPerSecond,
      double squeezedPerSecond,
      String line) {}

  /**
   * @param cpuMask the processors its packets are spread over, in hexadecimal; zeros for none
   */
  record Queue(String interfaceName, String queue, String cpuMask, boolean steered, String line) {}

  static Question question() {
    return Question.fixed(
            "softnet",
            "Whether the processors keep up with received packets, and whether packets are spread"
                + " over them.",
            Softnet.class,
            "softnet",
            Set.of(),
            Softnet::read,
            Command.of(
                "/usr/bin/cat",
                "/proc/uptime",
                "/proc/net/softnet_stat",
                "/proc/sys/net/core/rps_sock_flow_entries"),
            Command.of(
                "/usr/bin/find",
                "/sys/devices",
                "-path",
                "*/net/*/queues/rx-*/rps_*",
                "-exec",
                "/usr/bin/grep",
                "-Hs",
                "",
                "{}",
                "+"))
        .keepingPart()
        .sampledTwice(BETWEEN)
        .ofKernel("/proc/net/softnet_stat");
  }

  private static Softnet read(Reading reading) {
    List<String> first = reading.whole(0);
    List<String> second = reading.whole(2);
    double seconds = Cells.seconds(second.getFirst()) - Cells.seconds(first.getFirst());
    boolean entries = !second.getLast().strip().contains(" ");
    int end = second.size() - (entries ? 1 : 0);
    if (seconds <= 0 || first.size() != second.size() || end < 2) {
      throw new UnreadableOutput("two samples of softnet_stat", second.getLast());
    }
    List<long[]> growths = new ArrayList<>();
    for (int i = 1; i < end; i++) {
      growths.add(growth(first.get(i), second.get(i)));
    }
    long all = growths.stream().mapToLong(growth -> growth[0]).sum();
    List<Cpu> cpus = new ArrayList<>();
    for (int i = 0; i < growths.size(); i++) {
      cpus.add(cpu(i, growths.get(i), all, seconds, second.get(i + 1)));
    }
    List<Queue> queues = queues(reading.section(3).lines());
    return new Softnet(
        Cells.rounded(seconds),
        Cells.rounded(cpus.stream().mapToDouble(Cpu::droppedPerSecond).sum()),
        Cells.rounded(cpus.stream().mapToDouble(Cpu::squeezedPerSecond).sum()),
        cpus.stream().mapToDouble(Cpu::processedPercent).max().orElse(0),
        queues.size(),
        (int) queues.stream().filter(Queue::steered).count(),
        entries
            ? Optional.of(Cells.whole(second.getLast().strip(), second.getLast()))
            : Optional.empty(),
        List.copyOf(cpus),
        queues);
  }

  private static Cpu cpu(int number, long[] growth, long all, double seconds, String line) {
    return new Cpu(
        number,
        Cells.rounded(growth[0] / seconds),
        Cells.percent(growth[0], all),
        Cells.rounded(growth[1] / seconds),
        Cells.rounded(growth[2] / seconds),
        line);
  }

  /** Processed, dropped and squeezed; a counter that fell has been reset. */
  private static long[] growth(String then, String now) {
    String[] before = Cells.split(then, COLUMNS_MIN);
    String[] after = Cells.split(now, COLUMNS_MIN);
    long[] growth = new long[3];
    for (int i = 0; i < growth.length; i++) {
      growth[i] = Math.max(0, hexadecimal(after[i], now) - hexadecimal(before[i], then));
    }
    return growth;
  }

  private static long hexadecimal(String text, String line) {
    if (!text.matches("[0-9a-f]{8}")) {
      throw new UnreadableOutput("eight hexadecimal digits instead of '" + text + "'", line);
    }
    return Long.parseLong(text, 16);
  }

  private static List<Queue> queues(List<String> lines) {
    List<Queue> queues = new ArrayList<>();
    for (String line : lines) {
      Matcher queue = QUEUE.matcher(line);
      if (!queue.matches()) {
        throw new UnreadableOutput("a setting of a receive queue", line);
      }
      if (queue.group(3).equals("cpus")) {
        String mask = queue.group(4);
        queues.add(new Queue(queue.group(1), queue.group(2), mask, !mask.matches("[0,]+"), line));
      }
    }
    return List.copyOf(queues);
  }
}
