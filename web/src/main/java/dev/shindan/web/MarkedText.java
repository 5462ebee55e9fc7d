package dev.shindan.web;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * A text cut into pieces, so that quoted parts can be shown marked.
 *
 * @param missing quotes that the text does not contain
 */
record MarkedText(List<Piece> pieces, List<String> missing) {
  /** Marks of one quote in one text; a quote of one character must not cost a page of marks. */
  private static final int MARKS_PER_QUOTE_MAX = 50;

  /** A part of the text. */
  enum Mark {
    NONE,
    QUOTED,
    /** The quote that the reader came for. */
    WANTED
  }

  /**
   * @param anchor whether it is the first to look at; one piece at most
   */
  record Piece(String text, Mark mark, boolean anchor) {}

  MarkedText {
    pieces = List.copyOf(pieces);
    missing = List.copyOf(missing);
  }

  /**
   * @param wanted the quote that the reader came for; may be empty
   */
  static MarkedText of(String text, Collection<String> quotes, String wanted) {
    BitSet quoted = new BitSet(text.length());
    List<String> missing = new ArrayList<>();
    for (String quote : quotes) {
      if (!mark(text, quote, quoted)) {
        missing.add(quote);
      }
    }
    BitSet sought = new BitSet(text.length());
    if (!wanted.isBlank()) {
      mark(text, wanted, sought);
    }
    return new MarkedText(cut(text, quoted, sought), missing);
  }

  private static boolean mark(String text, String quote, BitSet marks) {
    int from = text.indexOf(quote);
    boolean found = from >= 0;
    for (int count = 0; from >= 0 && count < MARKS_PER_QUOTE_MAX; count++) {
      marks.set(from, from + quote.length());
      from = text.indexOf(quote, from + quote.length());
    }
    return found;
  }

  private static List<Piece> cut(String text, BitSet quoted, BitSet sought) {
    List<Piece> pieces = new ArrayList<>();
    boolean anchored = false;
    int start = 0;
    while (start < text.length()) {
      Mark mark = markAt(start, quoted, sought);
      int end = start + 1;
      while (end < text.length() && markAt(end, quoted, sought) == mark) {
        end++;
      }
      boolean anchor = !anchored && (sought.isEmpty() ? mark == Mark.QUOTED : mark == Mark.WANTED);
      anchored |= anchor;
      pieces.add(new Piece(text.substring(start, end), mark, anchor));
      start = end;
    }
    return pieces;
  }

  private static Mark markAt(int index, BitSet quoted, BitSet sought) {
    if (sought.get(index)) {
      return Mark.WANTED;
    }
    return quoted.get(index) ? Mark.QUOTED : Mark.NONE;
  }
}
