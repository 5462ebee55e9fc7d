package dev.shindan.agent.model;

/**
 * A pointer to the output a claim rests on.
 *
 * @param entry the number of a {@code Called} entry on the trail; it cites the call with its answer
 * @param quote a substring of the entry's stored output; empty when the claim rests on facts alone
 */
public record Citation(long entry, String quote) {
  public Citation {
    if (entry < 1) {
      throw new IllegalArgumentException("an entry number is 1 or more");
    }
  }
}
