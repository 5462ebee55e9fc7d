package dev.shindan.agent.source;

import java.util.List;

/** What a log store answered. */
public sealed interface LogAnswer {
  /**
   * @param lines in the order of their times, at most as many as asked for
   * @param total lines that match, also those that were not brought; as exact as the store counts
   * @param counts over the window, in order; empty when the store cannot count by time
   * @param complete false when something that was searched for may be missing from the counts
   * @param searched what was searched and where, for the reader
   * @param notes what was left out and why, one line each
   */
  record Found(
      List<LogLine> lines,
      long total,
      List<LogCount> counts,
      boolean complete,
      String searched,
      List<String> notes)
      implements LogAnswer {
    public Found {
      lines = List.copyOf(lines);
      counts = List.copyOf(counts);
      notes = List.copyOf(notes);
    }
  }

  /** The store did not answer; never to be read as "no lines". */
  record Unavailable(Selection.Reason reason, String detail) implements LogAnswer {}
}
