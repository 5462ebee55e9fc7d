package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which devices interrupt which processors, and how often.
 *
 * @param seconds between the samples by the host's own clock; absent with one sample
 */
record Interrupts(int cpuCount, Optional<Double> seconds, List<InterruptGrowth> kinds) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  static Question question() {
    return Question.fixed(
            "interrupts",
            "Which devices interrupt which processors, and how often.",
            Interrupts.class,
            "interrupts",
            Set.of(),
            Interrupts::read,
            Command.of("/usr/bin/cat", "/proc/uptime"),
            Command.of("/usr/bin/cat", "/proc/interrupts"))
        .sampledTwice(BETWEEN)
        .ofKernel("/proc/interrupts");
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
