package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which software interrupts, such as received packets, keep which processors busy.
 *
 * @param seconds between the samples by the host's own clock; absent with one sample
 */
record Softirqs(int cpuCount, Optional<Double> seconds, List<InterruptGrowth> kinds) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  static Question question() {
    return Question.fixed(
            "softirqs",
            "Which software interrupts, such as received packets, keep which processors busy.",
            Softirqs.class,
            "softirqs",
            Set.of(),
            Softirqs::read,
            Command.of("/usr/bin/cat", "/proc/uptime"),
            Command.of("/usr/bin/cat", "/proc/softirqs"))
        .sampledTwice(BETWEEN)
        .ofKernel("/proc/softirqs");
  }

  private static Softirqs read(Reading reading) {
    if (reading.alone()) {
      PerCpuTable only = PerCpuTable.of(reading.whole(0));
      return new Softirqs(
          only.cpuCount(),
          Optional.empty(),
          only.rows().values().stream().map(InterruptGrowth::once).toList());
    }
    double seconds =
        Cells.seconds(reading.whole(2).getFirst()) - Cells.seconds(reading.whole(0).getFirst());
    PerCpuTable second = PerCpuTable.of(reading.whole(3));
    return new Softirqs(
        second.cpuCount(),
        Optional.of(Cells.rounded(seconds)),
        InterruptGrowth.between(PerCpuTable.of(reading.whole(1)), second, seconds));
  }
}
