package dev.shindan.collectors.host.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One kind of interrupt: what it came to since boot, and between two samples.
 *
 * @param countsByCpu since boot
 * @param perSecond of all processors between the samples; absent with one sample
 * @param busiestCpu the processor that took most of them between the samples
 * @param busiestCpuPercent how much of them
 */
record InterruptGrowth(
    String name,
    String description,
    List<Long> countsByCpu,
    Optional<Double> perSecond,
    Optional<Integer> busiestCpu,
    Optional<Double> busiestCpuPercent,
    String line) {

  static List<InterruptGrowth> between(PerCpuTable first, PerCpuTable second, double seconds) {
    if (seconds <= 0) {
      throw new UnreadableOutput("a later second sample", seconds + " s");
    }
    List<InterruptGrowth> rows = new ArrayList<>();
    for (PerCpuTable.Row now : second.rows().values()) {
      PerCpuTable.Row then = first.rows().get(now.name());
      if (then == null || then.counts().size() != now.counts().size()) {
        rows.add(once(now));
      } else {
        rows.add(grown(then, now, seconds));
      }
    }
    return List.copyOf(rows);
  }

  static InterruptGrowth once(PerCpuTable.Row row) {
    return new InterruptGrowth(
        row.name(),
        row.description(),
        row.counts(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        row.line());
  }

  private static InterruptGrowth grown(PerCpuTable.Row then, PerCpuTable.Row now, double seconds) {
    long all = 0;
    long most = 0;
    int busiest = 0;
    for (int cpu = 0; cpu < now.counts().size(); cpu++) {
      // a counter that fell has been reset
      long growth = Math.max(0, now.counts().get(cpu) - then.counts().get(cpu));
      all += growth;
      if (growth > most) {
        most = growth;
        busiest = cpu;
      }
    }
    return new InterruptGrowth(
        now.name(),
        now.description(),
        now.counts(),
        Optional.of(Cells.rounded(all / seconds)),
        all == 0 ? Optional.empty() : Optional.of(busiest),
        all == 0 ? Optional.empty() : Optional.of(Cells.percent(most, all)),
        now.line());
  }
}
