package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which control groups may use only so much processor time, and how often they had used it up. A
 * container sees its own group as {@code /}, and its processors half idle while the quota holds its
 * tasks back.
 *
 * @param groups those with a quota, or that had one since they were made; the most throttled first
 */
record CpuQuota(int groupCount, List<Group> groups) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /**
   * @param path below the root of the hierarchy; {@code /} is all of the host
   * @param quotaCpus processors' worth of time it may use; absent when it has no quota now
   * @param periods between the samples, of those in which it had something to run
   * @param throttledPercent of these periods
   * @param throttledMillis how long its tasks were held back between the samples, summed over the
   *     processors
   * @param throttledPercentTotal since the group was made
   */
  record Group(
      String path,
      Optional<Double> quotaCpus,
      long periods,
      long throttledPeriods,
      double throttledPercent,
      double throttledMillis,
      long periodsTotal,
      long throttledPeriodsTotal,
      double throttledPercentTotal,
      String line) {}

  static Question question() {
    return Question.fixed(
            "cpu_quota",
            "Which control groups (containers, services) have a CPU quota, and how often it held"
                + " their tasks back.",
            CpuQuota.class,
            "cpu_quota",
            Set.of(),
            CpuQuota::read,
            Command.of(
                "/usr/bin/find",
                "/sys/fs/cgroup",
                "(",
                "-name",
                "cpu.stat",
                "-o",
                "-name",
                "cpu.max",
                "-o",
                "-name",
                "cpu.cfs_quota_us",
                "-o",
                "-name",
                "cpu.cfs_period_us",
                ")",
                "-exec",
                "/usr/bin/grep",
                "-HsE",
                "^(usage_usec|nr_|throttled_|max|-?[0-9])",
                "{}",
                "+"))
        // a group may go away while it is read
        .keepingPart()
        .sampledTwice(BETWEEN);
  }

  private static CpuQuota read(Reading reading) {
    Map<String, CgroupCpu> before = CgroupCpu.byPath(reading.whole(0));
    Map<String, CgroupCpu> after = CgroupCpu.byPath(reading.whole(1));
    List<Group> groups = new ArrayList<>();
    after.forEach(
        (path, now) -> {
          CgroupCpu then = before.get(path);
          if (then != null && (now.quotaCpus().isPresent() || now.periods() > 0)) {
            groups.add(group(path, then, now));
          }
        });
    groups.sort(Comparator.comparingDouble(Group::throttledPercent).reversed());
    return new CpuQuota(groups.size(), List.copyOf(groups));
  }

  private static Group group(String path, CgroupCpu then, CgroupCpu now) {
    long periods = Math.max(0, now.periods() - then.periods());
    long throttled = Math.max(0, now.throttledPeriods() - then.throttledPeriods());
    return new Group(
        path,
        now.quotaCpus().map(Cells::rounded),
        periods,
        throttled,
        Cells.percent(throttled, periods),
        Cells.rounded(Math.max(0, now.throttledMillis() - then.throttledMillis())),
        now.periods(),
        now.throttledPeriods(),
        Cells.percent(now.throttledPeriods(), now.periods()),
        now.line());
  }
}
