package dev.shindan.agent.tool;

import java.time.Duration;
import java.util.List;

/**
 * How {@code metric_changes} finds the series of a target and how closely it looks.
 *
 * @param addressLabels labels that hold the address of what was measured, with or without a port
 * @param minutesBefore how far before the onset the comparison reaches unless the call says
 * @param stepMin the closest spacing of samples; the scrape interval of the store or a little more
 * @param pointsMax samples for each series; a longer window is sampled more widely
 */
public record MetricChangesSettings(
    List<String> addressLabels, int minutesBefore, Duration stepMin, int pointsMax) {
  public MetricChangesSettings {
    addressLabels = List.copyOf(addressLabels);
    if (addressLabels.isEmpty()
        || !addressLabels.stream().allMatch(label -> label.matches("[a-zA-Z_][a-zA-Z0-9_]*"))) {
      throw new IllegalArgumentException("addressLabels must be at least one label name");
    }
    if (minutesBefore < 1 || minutesBefore > 1440 || stepMin.toMillis() < 1 || pointsMax < 10) {
      throw new IllegalArgumentException(
          "minutesBefore must be from 1 to 1440, stepMin above 0, pointsMax 10 or more");
    }
  }

  /** The label {@code instance}, 15 minutes before the onset, a sample every 15 s, at most 120. */
  public static MetricChangesSettings byDefault() {
    return new MetricChangesSettings(List.of("instance"), 15, Duration.ofSeconds(15), 120);
  }
}
