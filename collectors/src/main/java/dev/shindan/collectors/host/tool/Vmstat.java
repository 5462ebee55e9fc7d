package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Run queue, swapping, blocks and processor time, second by second: the means of the samples, and
 * the samples.
 *
 * @param runnable tasks running or waiting for a processor
 * @param blocked tasks waiting for a disk
 */
record Vmstat(
    double runnable,
    double blocked,
    double swapUsedBytes,
    double freeBytes,
    double swapInBytesPerSecond,
    double swapOutBytesPerSecond,
    double blockInBytesPerSecond,
    double blockOutBytesPerSecond,
    double interruptsPerSecond,
    double contextSwitchesPerSecond,
    double userPercent,
    double systemPercent,
    double idlePercent,
    double ioWaitPercent,
    double stealPercent,
    List<Sample> samples) {
  private static final int COLUMNS = 17;
  private static final int KIBI = 1024;

  /** One second. */
  record Sample(
      double runnable,
      double blocked,
      double swapUsedBytes,
      double freeBytes,
      double swapInBytesPerSecond,
      double swapOutBytesPerSecond,
      double blockInBytesPerSecond,
      double blockOutBytesPerSecond,
      double interruptsPerSecond,
      double contextSwitchesPerSecond,
      double userPercent,
      double systemPercent,
      double idlePercent,
      double ioWaitPercent,
      double stealPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "vmstat",
            "Run queue, blocked tasks, swapping and processor time, second by second.",
            Vmstat.class,
            "proc_stat",
            Set.of(Coverage.SATURATION),
            Vmstat::read,
            Command.of("/usr/bin/vmstat", "-w", "1", "3"))
        .sampling()
        .ofKernel("/proc/stat", "/proc/vmstat");
  }

  /** Two heading lines, whatever their language; then a sample since boot, which says nothing. */
  private static Vmstat read(Reading reading) {
    List<String> lines = reading.whole(0);
    if (lines.size() < 4) {
      throw new UnreadableOutput("at least two samples", lines.getLast());
    }
    List<Sample> samples = new ArrayList<>();
    for (String line : lines.subList(3, lines.size())) {
      samples.add(sample(line));
    }
    return new Vmstat(
        mean(samples, Sample::runnable),
        mean(samples, Sample::blocked),
        mean(samples, Sample::swapUsedBytes),
        mean(samples, Sample::freeBytes),
        mean(samples, Sample::swapInBytesPerSecond),
        mean(samples, Sample::swapOutBytesPerSecond),
        mean(samples, Sample::blockInBytesPerSecond),
        mean(samples, Sample::blockOutBytesPerSecond),
        mean(samples, Sample::interruptsPerSecond),
        mean(samples, Sample::contextSwitchesPerSecond),
        mean(samples, Sample::userPercent),
        mean(samples, Sample::systemPercent),
        mean(samples, Sample::idlePercent),
        mean(samples, Sample::ioWaitPercent),
        mean(samples, Sample::stealPercent),
        List.copyOf(samples));
  }

  /** Columns: r b swpd free buff cache si so bi bo in cs us sy id wa st, and gu where it is new. */
  private static Sample sample(String line) {
    String[] cells = Cells.split(line, COLUMNS);
    double[] values = new double[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      values[i] = Cells.whole(cells[i], line);
    }
    return new Sample(
        values[0],
        values[1],
        values[2] * KIBI,
        values[3] * KIBI,
        values[6] * KIBI,
        values[7] * KIBI,
        values[8] * KIBI,
        values[9] * KIBI,
        values[10],
        values[11],
        values[12],
        values[13],
        values[14],
        values[15],
        values[16],
        line);
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Cells.rounded(samples.stream().mapToDouble(value).average().orElse(0));
  }
}
