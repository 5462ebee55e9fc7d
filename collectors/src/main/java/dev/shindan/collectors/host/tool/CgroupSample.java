package dev.shindan.collectors.host.tool;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limits and counters of a control group at one moment, from the files of version 1 ({@code
 * cpu.cfs_quota_us}, {@code cpu.cfs_period_us}) or 2 ({@code cpu.max}), and those that both have.
 *
 * @param cpu absent where the group counts no periods, as that of a whole machine
 * @param tasks absent where the group has no limit
 */
record CgroupSample(Optional<Cpu> cpu, Optional<Tasks> tasks) {
  /** A group's name may have a colon, so the name of the file is what ends the path. */
  private static final Pattern LINE =
      Pattern.compile(
          "/sys/fs/cgroup(?:/(?:cpu|cpu,cpuacct|cpuacct,cpu|pids|unified))?(/.*)?"
              + "/(cpu\\.stat|cpu\\.max|cpu\\.cfs_quota_us|cpu\\.cfs_period_us|pids\\.current"
              + "|pids\\.events|pids\\.max):(.+)");

  private static final Pattern COUNTER = Pattern.compile("([a-z_]+) (\\d{1,19})");
  private static final String UNLIMITED = "max";

  /** The counter in {@code pids.events}: how often the limit was met. */
  private static final String REFUSED = "max";

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  /**
   * @param periods that began while it had a quota and something to run
   * @param throttledPeriods in which it used the quota up
   * @param line that counts the throttled periods
   */
  record Cpu(
      Optional<Double> quotaCpus,
      long periods,
      long throttledPeriods,
      double throttledMillis,
      String line) {}

  /**
   * @param refused since the group was made
   * @param line that says how many there are
   */
  record Tasks(long current, long max, Optional<Long> refused, String line) {}

  static Map<String, CgroupSample> byPath(List<String> lines) {
    Map<String, Map<String, Found>> files = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new UnreadableOutput("a line of a control group's cpu.* or pids.* files", line);
      }
      String path = Optional.ofNullable(matcher.group(1)).orElse("/");
      Map<String, Found> found = files.computeIfAbsent(path, _ -> new HashMap<>());
      read(matcher.group(2), matcher.group(3), line, found);
    }
    Map<String, CgroupSample> groups = new LinkedHashMap<>();
    files.forEach((path, found) -> groups.put(path, new CgroupSample(cpu(found), tasks(found))));
    return groups;
  }

  private record Found(long value, String line) {}

  private static void read(String file, String text, String line, Map<String, Found> found) {
    switch (file) {
      case "cpu.stat", "pids.events" -> {
        Matcher counter = COUNTER.matcher(text);
        if (!counter.matches()) {
          throw new UnreadableOutput("a counter and its value", line);
        }
        found.put(counter.group(1), new Found(Cells.whole(counter.group(2), line), line));
      }
      case "cpu.max" -> {
        String[] cells = Cells.split(text, 2);
        limit("cpu.cfs_quota_us", cells[0], UNLIMITED, line, found);
        found.put("cpu.cfs_period_us", new Found(Cells.whole(cells[1], line), line));
      }
      case "cpu.cfs_quota_us" -> limit(file, text, "-1", line, found);
      default -> limit(file, text, UNLIMITED, line, found);
    }
  }

  private static void limit(
      String name, String text, String unlimited, String line, Map<String, Found> found) {
    if (!text.equals(unlimited)) {
      found.put(name, new Found(Cells.whole(text, line), line));
    }
  }

  private static Optional<Cpu> cpu(Map<String, Found> found) {
    Found throttled = found.get("nr_throttled");
    if (throttled == null) {
      return Optional.empty();
    }
    Found periods = found.get("nr_periods");
    if (periods == null || periods.value() < throttled.value()) {
      throw new UnreadableOutput("at least as many periods as throttled ones", throttled.line());
    }
    return Optional.of(
        new Cpu(
            quotaCpus(found),
            periods.value(),
            throttled.value(),
            found.containsKey("throttled_usec")
                ? valueOf("throttled_usec", found) / MICROS_PER_MILLI
                : valueOf("throttled_time", found) / NANOS_PER_MILLI,
            throttled.line()));
  }

  private static Optional<Double> quotaCpus(Map<String, Found> found) {
    long period = valueOf("cpu.cfs_period_us", found);
    return found.containsKey("cpu.cfs_quota_us") && period > 0
        ? Optional.of((double) valueOf("cpu.cfs_quota_us", found) / period)
        : Optional.empty();
  }

  private static Optional<Tasks> tasks(Map<String, Found> found) {
    Found current = found.get("pids.current");
    Found max = found.get("pids.max");
    return current == null || max == null
        ? Optional.empty()
        : Optional.of(
            new Tasks(
                current.value(),
                max.value(),
                Optional.ofNullable(found.get(REFUSED)).map(Found::value),
                current.line()));
  }

  private static long valueOf(String name, Map<String, Found> found) {
    Found value = found.get(name);
    return value == null ? 0 : value.value();
  }
}
