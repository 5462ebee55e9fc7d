package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What interrupts which processors, and how often: devices, or the kernel's own software
 * interrupts.
 *
 * @param seconds between the samples by the host's own clock; absent with one sample
 */
record Interrupts(int cpuCount, Optional<Double> seconds, List<InterruptGrowth> kinds) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  static Question question() {
    return question("interrupts", "Which devices interrupt which processors, and how often.");
  }

  /** Software interrupts are counted in a table of the same shape. */
  static Question ofSoftware() {
    return question(
        "softirqs",
        "Which software interrupts, such as received packets, keep which processors busy.");
  }

  /** The file below {@code /proc} has the name of the tool. */
  private static Question question(String name, String purpose) {
    String table = "/proc/" + name;
    return Question.fixed(
            name,
            purpose,
            Interrupts.class,
            name,
            Set.of(),
            Interrupts::read,
            Command.of("/usr/bin/cat", "/proc/uptime"),
            Command.of("/usr/bin/cat", table))
        .sampledTwice(BETWEEN)
        .ofKernel(table);
  }

  private static Interrupts read(Reading reading) {
    if (reading.alone()) {
      PerCpuTable only = PerCpuTable.of(reading.whole(0));
      return new Interrupts(
          only.cpuCount(),
          Optional.empty(),
          only.rows().values().stream().map(InterruptGrowth::once).toList());
    }
    double seconds =
        Cells.seconds(reading.whole(2).getFirst()) - Cells.seconds(reading.whole(0).getFirst());
    PerCpuTable second = PerCpuTable.of(reading.whole(3));
    return new Interrupts(
        second.cpuCount(),
        Optional.of(Cells.rounded(seconds)),
        InterruptGrowth.between(PerCpuTable.of(reading.whole(1)), second, seconds));
  }
}
