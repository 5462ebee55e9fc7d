package dev.shindan.agent.tool;

import java.time.Duration;

/**
 * What one host is asked to bear, by all Shindan processes on one store together.
 *
 * @param commandsMax commands sent to a host within {@link #WINDOW}
 * @param sessionsMax commands under way on a host at once
 * @param loadPerCpuMax above this one-minute load by processor a host is strained
 * @param memoryAvailablePercentMin below this a host is strained
 * @param strainKnownFor how long a host that was seen strained counts as such
 * @param niceness of heavy commands, as {@code nice -n} takes it; 0 leaves them as they are
 */
public record HostLimits(
    int commandsMax,
    int sessionsMax,
    double loadPerCpuMax,
    double memoryAvailablePercentMin,
    Duration strainKnownFor,
    int niceness) {
  public static final Duration WINDOW = Duration.ofMinutes(10);

  public static final HostLimits DEFAULT = new HostLimits(600, 8, 4, 5, Duration.ofMinutes(2), 10);

  public HostLimits {
    if (commandsMax < 1 || sessionsMax < 1) {
      throw new IllegalArgumentException("1 command and 1 session at least were expected");
    }
    if (loadPerCpuMax <= 0 || memoryAvailablePercentMin < 0 || memoryAvailablePercentMin > 100) {
      throw new IllegalArgumentException(
          "loadPerCpuMax above 0 and memoryAvailablePercentMin of 0 to 100 were expected");
    }
    if (niceness < 0 || niceness > 19) {
      throw new IllegalArgumentException("niceness is 0 to 19");
    }
  }
}
