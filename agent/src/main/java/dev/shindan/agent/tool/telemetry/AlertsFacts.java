package dev.shindan.agent.tool.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which alerts fire now, those of the target first, then those of what it depends on.
 *
 * @param alerts at most eight
 * @param firingHere of the target itself, the silenced ones too
 * @param firingOnDependencies of targets it depends on
 * @param firingTotal of all targets and none
 * @param silencedHere of the target itself, kept quiet by a silence
 * @param criticalHere of the target itself, of severity critical
 * @param earliestSecondsBeforeOnset when the first alert of the target began, negative after the
 *     onset; empty when none fires
 * @param complete false when an alert could not be read
 * @param line the first line of the raw output
 */
public record AlertsFacts(
    List<Row> alerts,
    int firingHere,
    int firingOnDependencies,
    int firingTotal,
    int silencedHere,
    int criticalHere,
    Optional<Long> earliestSecondsBeforeOnset,
    boolean complete,
    String line) {
  public AlertsFacts {
    alerts = List.copyOf(alerts);
  }

  /**
   * One alert.
   *
   * @param severity info, warning or critical
   * @param target of the inventory; empty when its labels name none of it
   * @param hops calls between the target that was asked about and this one; empty when they are not
   *     connected
   * @param secondsBeforeOnset negative when it began after the onset
   * @param silencedBy who silenced it and why; empty when nobody did
   * @param inhibited kept quiet because another alert fires
   * @param line as it stands in the raw output, cut
   */
  public record Row(
      String name,
      String severity,
      String target,
      Optional<Integer> hops,
      Instant startedAt,
      long secondsBeforeOnset,
      String silencedBy,
      boolean inhibited,
      String line) {}
}
