package dev.shindan.agent.tool.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The log lines of a target that a search found.
 *
 * @param total lines that match, also those not brought
 * @param errors of the lines brought, those of level error or above
 * @param linesBefore matching lines before the onset; empty when the store cannot count by time
 * @param linesSince matching lines since the onset
 * @param first the earliest line brought
 * @param busiest the stretch of time with the most lines
 * @param lines the first few, in order of time
 * @param complete false when a store did not answer or lines were left out of the count
 * @param searched what was searched and where
 * @param notes what is missing and why
 * @param line the first line of the raw output
 */
public record SearchLogsFacts(
    long total,
    int errors,
    Optional<Long> linesBefore,
    Optional<Long> linesSince,
    Optional<Instant> first,
    Optional<Busiest> busiest,
    List<Row> lines,
    boolean complete,
    String searched,
    List<String> notes,
    String line) {
  public SearchLogsFacts {
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  /** The stretch of time with the most lines. */
  public record Busiest(Instant start, long lines) {}

  /**
   * One line.
   *
   * @param secondsAfterOnset negative before the onset
   * @param line as it stands in the raw output, cut
   */
  public record Row(
      Instant time, long secondsAfterOnset, String level, String stream, String line) {}
}
