package dev.shindan.agent.tool.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * The targets by how much speaks against them, from the signals that were there.
 *
 * @param suspects the most suspect first
 * @param first the target of the first; empty when nothing speaks against anybody
 * @param margin how far the first is ahead of the second, 0 to 1
 * @param missing signals that nothing was known of; their absence clears nobody
 * @param notes what could not be looked at
 * @param complete false when a store left something out or did not answer; of many traces a sample
 *     is enough
 * @param line the first line of the raw output
 */
public record SuspectsFacts(
    List<Row> suspects,
    Optional<String> first,
    double margin,
    List<String> missing,
    List<String> notes,
    boolean complete,
    String line) {
  public SuspectsFacts {
    suspects = List.copyOf(suspects);
    missing = List.copyOf(missing);
    notes = List.copyOf(notes);
  }

  /**
   * One suspect.
   *
   * @param score comparable within this answer only
   * @param self whether it is the target that was asked about
   * @param reasons what was seen, the strongest first
   * @param path along calls from the target that was asked about
   */
  public record Row(
      String target, double score, boolean self, List<String> reasons, List<String> path) {
    public Row {
      reasons = List.copyOf(reasons);
      path = List.copyOf(path);
    }
  }
}
