package dev.shindan.agent.tool.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was changed before the onset, the most telling first.
 *
 * @param changes near in time and in the topology stand first
 * @param changesTotal of the window, also those not listed
 * @param nearestSeconds how long before the onset the nearest change of this target or of what it
 *     depends on was made; empty when there is none
 * @param complete false when a store did not answer or has more
 * @param notes what could not be looked at
 * @param line the first line of the raw output
 */
public record ChangesFacts(
    List<Row> changes,
    int changesTotal,
    Optional<Long> nearestSeconds,
    boolean complete,
    List<String> notes,
    String line) {
  public ChangesFacts {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /**
   * One change.
   *
   * @param secondsBeforeOnset negative when it was made after the onset
   * @param target of the inventory that was changed; empty when the change names none of it
   * @param hops calls between the target that was asked about and the changed one; empty when they
   *     are not connected
   * @param line as it stands in the raw output, cut
   */
  public record Row(
      Instant at,
      long secondsBeforeOnset,
      String kind,
      String target,
      Optional<Integer> hops,
      String author,
      String line) {}
}
