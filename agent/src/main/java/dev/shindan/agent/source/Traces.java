package dev.shindan.agent.source;

import java.util.List;

/** What a trace store answered. */
public sealed interface Traces {
  /**
   * @param spans of all traces found, those of a trace together
   * @param complete false when the store has more than was asked for, or said that it left some out
   * @param origin the store that answered, for the reader
   */
  record Found(List<Span> spans, boolean complete, String origin) implements Traces {
    public Found {
      spans = List.copyOf(spans);
    }
  }

  /** The store did not answer; never to be read as "no traces". */
  record Unavailable(Selection.Reason reason, String detail) implements Traces {}
}
