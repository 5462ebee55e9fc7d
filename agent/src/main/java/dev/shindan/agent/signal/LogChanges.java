package dev.shindan.agent.signal;

import java.util.List;

/**
 * What a program writes that it did not before. The lists hold the foremost of each kind, small
 * enough for a prompt; the counts are of all.
 *
 * @param fresh templates that the baseline has no line of, most telling first
 * @param vanished templates of the baseline that the window should have had and has not
 * @param shifted templates that are written clearly more or less often
 */
public record LogChanges(
    long linesBefore,
    long lines,
    int templates,
    int freshCount,
    List<LogChange> fresh,
    int vanishedCount,
    List<LogChange> vanished,
    int shiftedCount,
    List<LogChange> shifted) {
  public LogChanges {
    fresh = List.copyOf(fresh);
    vanished = List.copyOf(vanished);
    shifted = List.copyOf(shifted);
  }
}
