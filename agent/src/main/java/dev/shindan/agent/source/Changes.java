package dev.shindan.agent.source;

import java.util.List;

/** What a store of changes answered. */
public sealed interface Changes {
  /**
   * @param complete false when the store has more than was asked for
   * @param searched what was searched and where
   */
  record Found(List<Change> changes, boolean complete, String searched) implements Changes {
    public Found {
      changes = List.copyOf(changes);
    }
  }

  /** The store did not answer; never to be read as "nothing was changed". */
  record Unavailable(Selection.Reason reason, String detail) implements Changes {}
}
