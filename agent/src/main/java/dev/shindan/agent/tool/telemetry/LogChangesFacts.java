package dev.shindan.agent.tool.telemetry;

import java.time.Instant;
import java.util.List;

/**
 * What a target logs since the onset that it did not before.
 *
 * @param linesBefore lines compared of before the onset
 * @param lines lines compared since the onset
 * @param errorsBefore of them, those of level error or above
 * @param errorsPerMinute errors a minute since the onset
 * @param templates different sentences in all
 * @param freshCount sentences that were not written before
 * @param fresh the most telling of them
 * @param vanished sentences that should have been written since, and were not
 * @param shifted sentences that are written clearly more or less often
 * @param complete false when not all lines were compared
 * @param partial whether a store did not answer in part; lines too many to compare are no such part
 * @param line the first line of the raw output
 */
public record LogChangesFacts(
    long linesBefore,
    long lines,
    long errorsBefore,
    long errors,
    double errorsPerMinuteBefore,
    double errorsPerMinute,
    int templates,
    int freshCount,
    List<Row> fresh,
    int vanishedCount,
    List<Row> vanished,
    int shiftedCount,
    List<Row> shifted,
    boolean complete,
    boolean partial,
    List<String> notes,
    String line) {
  public LogChangesFacts {
    fresh = List.copyOf(fresh);
    vanished = List.copyOf(vanished);
    shifted = List.copyOf(shifted);
    notes = List.copyOf(notes);
  }

  /**
   * One sentence.
   *
   * @param template with its variables by type
   * @param level of its first line
   * @param at first line since the onset; the last one before it when there is none
   * @param line where it stands in the raw output, cut
   */
  public record Row(
      String template,
      String level,
      long linesBefore,
      long lines,
      double perMinuteBefore,
      double perMinute,
      Instant at,
      long secondsAfterOnset,
      String line) {}
}
