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
 * What control groups may use of processors and tasks, and how near they are to it. A container
 * sees its own group as {@code /}, and its processors half idle while a quota holds its tasks back.
 *
 * @param cpu those with a CPU quota, or that had one since they were made; the most throttled first
 * @param tasks those with a limit; the fullest first
 */
record CgroupLimits(List<Cpu> cpu, List<Tasks> tasks) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private static final List<String> FILES =
      List.of(
          "cpu.stat",
          "cpu.max",
          "cpu.cfs_quota_us",
          "cpu.cfs_period_us",
          "pids.current",
          "pids.events",
          "pids.max");

  /**
   * The CPU quota of one group.
   *
   * @param path below the root of the hierarchy; {@code /} is all of the host
   * @param quotaCpus processors' worth of time it may use; absent when it has no quota now
   * @param periods between the samples, of those in which it had something to run
   * @param throttledPercent of these periods
   * @param throttledMillis how long its tasks were held back between the samples, summed over the
   *     processors
   * @param throttledPercentTotal since the group was made
   */
  record Cpu(
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

  /**
   * How many processes and threads one group has and may have.
   *
   * @param path as of {@link Cpu}
   * @param refusedTotal how often a new one was refused since the group was made; older kernels do
   *     not count it
   */
  record Tasks(
      String path,
      long current,
      long max,
      double usedPercent,
      Optional<Long> refusedTotal,
      String line) {}

  static Question question() {
    return Question.fixed(
            "cgroup_limits",
            "How near control groups (containers, services) are to their limits: how often a CPU"
                + " quota holds their tasks back, and how many tasks they may have.",
            CgroupLimits.class,
            "cgroup",
            Set.of(),
            CgroupLimits::read,
            new Command(argv(), false))
        // a group may go away while it is read
        .keepingPart()
        .sampledTwice(BETWEEN);
  }

  private static List<String> argv() {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/find", "/sys/fs/cgroup", "("));
    for (String file : FILES) {
      if (!file.equals(FILES.getFirst())) {
        argv.add("-o");
      }
      argv.addAll(List.of("-name", file));
    }
    argv.addAll(List.of(")", "-exec", "/usr/bin/grep", "-HsE"));
    argv.addAll(List.of("^(usage_usec|nr_|throttled_|max|-?[0-9])", "{}", "+"));
    return argv;
  }

  private static CgroupLimits read(Reading reading) {
    Map<String, CgroupSample> before = CgroupSample.byPath(reading.whole(0));
    Map<String, CgroupSample> after = CgroupSample.byPath(reading.whole(1));
    List<Cpu> cpu = new ArrayList<>();
    List<Tasks> tasks = new ArrayList<>();
    after.forEach(
        (path, now) -> {
          Optional<CgroupSample.Cpu> then =
              Optional.ofNullable(before.get(path)).flatMap(CgroupSample::cpu);
          now.cpu()
              .filter(counted -> counted.quotaCpus().isPresent() || counted.periods() > 0)
              .ifPresent(
                  counted -> then.ifPresent(earlier -> cpu.add(cpu(path, earlier, counted))));
          now.tasks().ifPresent(counted -> tasks.add(tasks(path, counted)));
        });
    cpu.sort(Comparator.comparingDouble(Cpu::throttledPercent).reversed());
    tasks.sort(Comparator.comparingDouble(Tasks::usedPercent).reversed());
    return new CgroupLimits(List.copyOf(cpu), List.copyOf(tasks));
  }

  private static Cpu cpu(String path, CgroupSample.Cpu then, CgroupSample.Cpu now) {
    long periods = Math.max(0, now.periods() - then.periods());
    long throttled = Math.max(0, now.throttledPeriods() - then.throttledPeriods());
    return new Cpu(
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

  private static Tasks tasks(String path, CgroupSample.Tasks now) {
    return new Tasks(
        path,
        now.current(),
        now.max(),
        Cells.percent(now.current(), now.max()),
        now.refused(),
        now.line());
  }
}
