package dev.shindan.collectors.host.tool;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processor quota of a control group and its counters at one moment, from the files of version
 * 1 ({@code cpu.cfs_quota_us}, {@code cpu.cfs_period_us}) or 2 ({@code cpu.max}) and {@code
 * cpu.stat}, which both have.
 *
 * @param periods that began while it had a quota and something to run
 * @param throttledPeriods in which it used the quota up
 * @param line that counts the throttled periods
 */
record CgroupCpu(
    Optional<Double> quotaCpus,
    long periods,
    long throttledPeriods,
    double throttledMillis,
    String line) {
  /** A group's name may have a colon, so the name of the file is what ends the path. */
  private static final Pattern LINE =
      Pattern.compile(
          "/sys/fs/cgroup(?:/(?:cpu|cpu,cpuacct|cpuacct,cpu|unified))?(/.*)?"
              + "/cpu\\.(stat|max|cfs_quota_us|cfs_period_us):(.+)");

  private static final Pattern COUNTER = Pattern.compile("([a-z_]+) (\\d{1,19})");
  private static final String UNLIMITED = "max";
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  /** The groups that have such counters: that of a whole machine has none. */
  static Map<String, CgroupCpu> byPath(List<String> lines) {
    Map<String, Map<String, Found>> files = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new UnreadableOutput("a line of a control group's cpu.* files", line);
      }
      String path = Optional.ofNullable(matcher.group(1)).orElse("/");
      Map<String, Found> found = files.computeIfAbsent(path, _ -> new HashMap<>());
      read(matcher.group(2), matcher.group(3), line, found);
    }
    Map<String, CgroupCpu> groups = new LinkedHashMap<>();
    files.forEach(
        (path, found) -> {
          Found throttled = found.get("nr_throttled");
          if (throttled != null) {
            groups.put(path, of(found, throttled));
          }
        });
    return groups;
  }

  private record Found(long value, String line) {}

  private static void read(String file, String text, String line, Map<String, Found> found) {
    switch (file) {
      case "stat" -> {
        Matcher counter = COUNTER.matcher(text);
        if (!counter.matches()) {
          throw new UnreadableOutput("a counter and its value", line);
        }
        found.put(counter.group(1), new Found(Cells.whole(counter.group(2), line), line));
      }
      case "max" -> {
        String[] cells = Cells.split(text, 2);
        if (!cells[0].equals(UNLIMITED)) {
          found.put("quota", new Found(Cells.whole(cells[0], line), line));
        }
        found.put("period", new Found(Cells.whole(cells[1], line), line));
      }
      case "cfs_quota_us" -> {
        if (!text.equals("-1")) {
          found.put("quota", new Found(Cells.whole(text, line), line));
        }
      }
      default -> found.put("period", new Found(Cells.whole(text, line), line));
    }
  }

  private static CgroupCpu of(Map<String, Found> found, Found throttled) {
    Found periods = found.get("nr_periods");
    if (periods == null || periods.value() < throttled.value()) {
      throw new UnreadableOutput("at least as many periods as throttled ones", throttled.line());
    }
    return new CgroupCpu(
        quotaCpus(found),
        periods.value(),
        throttled.value(),
        found.containsKey("throttled_usec")
            ? found.get("throttled_usec").value() / MICROS_PER_MILLI
            : valueOf("throttled_time", found) / NANOS_PER_MILLI,
        throttled.line());
  }

  private static Optional<Double> quotaCpus(Map<String, Found> found) {
    long period = valueOf("period", found);
    return found.containsKey("quota") && period > 0
        ? Optional.of((double) valueOf("quota", found) / period)
        : Optional.empty();
  }

  private static long valueOf(String name, Map<String, Found> found) {
    Found value = found.get(name);
    return value == null ? 0 : value.value();
  }
}
