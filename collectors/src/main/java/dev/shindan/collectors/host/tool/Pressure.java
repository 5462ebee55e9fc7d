package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long tasks stood still for want of processor, disk or memory (pressure stall information).
 */
record Pressure(Resource cpu, Resource io, Resource memory) {
  private static final Pattern LINE =
      Pattern.compile(
          "/proc/pressure/(cpu|io|memory):(some|full) avg10=([0-9.]+) avg60=([0-9.]+)"
              + " avg300=([0-9.]+) total=([0-9]{1,18})");

  /**
   * @param some at least one task stood still
   * @param full all of them did; older kernels do not say it of processors
   */
  record Resource(Averages some, Optional<Averages> full) {}

  /**
   * @param totalMicros since boot
   */
  record Averages(
      double avg10Percent,
      double avg60Percent,
      double avg300Percent,
      long totalMicros,
      String line) {}

  static Question question() {
    return Question.fixed(
            "pressure",
            "How long tasks stood still for want of processor, disk or memory.",
            Pressure.class,
            "psi",
            Set.of(Coverage.SATURATION, Coverage.LATENCY),
            Pressure::read,
            Command.of(
                "/usr/bin/grep",
                "-H",
                "avg",
                "/proc/pressure/cpu",
                "/proc/pressure/io",
                "/proc/pressure/memory"))
        .ofKernel("/proc/pressure/cpu", "/proc/pressure/io", "/proc/pressure/memory");
  }

  private static Pressure read(Reading reading) {
    Map<String, Averages> byName = new HashMap<>();
    for (String line : reading.whole(0)) {
      Matcher found = LINE.matcher(line);
      if (!found.matches()) {
        throw new UnreadableOutput("a line of /proc/pressure", line);
      }
      byName.put(
          found.group(1) + ' ' + found.group(2),
          new Averages(
              Cells.decimal(found.group(3), line),
              Cells.decimal(found.group(4), line),
              Cells.decimal(found.group(5), line),
              Cells.whole(found.group(6), line),
              line));
    }
    return new Pressure(
        resource("cpu", byName), resource("io", byName), resource("memory", byName));
  }

  private static Resource resource(String name, Map<String, Averages> byName) {
    Averages some = byName.get(name + " some");
    if (some == null) {
      throw new UnreadableOutput("the pressure of " + name, "none");
    }
    return new Resource(some, Optional.ofNullable(byName.get(name + " full")));
  }
}
