package dev.shindan.agent.signal;

import java.util.Arrays;

/**
 * The tokens of one line as they are found: words, delimiters and variables, with what belongs to
 * one value drawn together. Reused from line to line; not safe for several threads.
 */
final class ShapeTokens {
  /** The token of any variable; no constant has it. */
  static final long VARIABLE = 1;

  private static final long DELIMITER = 0x100;

  /** Longest run of tokens that is looked for as one element of a repeated list. */
  private static final int ELEMENT_MAX = 6;

  private static final int TOKENS_MAX = 256;

  final long[] tokens = new long[TOKENS_MAX + 1];

  /** Where the constants stand in the line. */
  final int[] from = new int[TOKENS_MAX + 1];

  final int[] to = new int[TOKENS_MAX + 1];

  /** Of a variable, which {@link Variable}s were drawn together in it. */
  final int[] bits = new int[TOKENS_MAX + 1];

  private final boolean[] dates = new boolean[TOKENS_MAX + 1];
  private final boolean[] quantities = new boolean[TOKENS_MAX + 1];
  int count;
  private int variables;

  void clear() {
    count = 0;
    variables = 0;
  }

  boolean full() {
    return count == TOKENS_MAX;
  }

  boolean lastIs(char delimiter) {
    return isAt(count - 1, delimiter);
  }

  boolean lastIsVariable() {
    return count > 0 && tokens[count - 1] == VARIABLE;
  }

  /** Keeps no more of the line than its first token. */
  void cutToFirst() {
    count = Math.min(count, 1);
  }

  void word(long hash, int start, int end, boolean dateWord) {
    if (dateWord && lastIsVariable()) {
      return;
    }
    dropComparison();
    put(hash, start, end);
    dates[count - 1] = dateWord;
  }

  /** The unit of the number before it. */
  void unit(int end) {
    quantities[count - 1] = true;
    to[count - 1] = end;
  }

  void delimiter(char delimiter, int at) {
    if (delimiter == ')' && restated()) {
      count -= 2;
      to[count - 1] = at + 1;
      return;
    }
    if (delimiter != '>') {
      dropComparison();
    }
    put(DELIMITER + delimiter, at, at + 1);
  }

  /** A value; {@code 3.5, 4.5} or {@code Jan 3 10:00} become one with the values before it. */
  void variable(int kinds, int start, int end) {
    int first = start;
    while (count > 0 && dates[count - 1]) {
      count--;
      first = from[count];
    }
    dropComparison();
    variables++;
    if (lastIsVariable()) {
      joined(kinds, end);
    } else if (count > 1 && tokens[count - 2] == VARIABLE && joins(tokens[count - 1])) {
      count--;
      joined(kinds, end);
    } else {
      put(VARIABLE, first, end);
      bits[count - 1] = kinds;
    }
  }

  private void joined(int kinds, int end) {
    bits[count - 1] |= kinds;
    to[count - 1] = end;
    quantities[count - 1] = false;
  }

  /** Ends the line: draws repeated elements of a list into one. */
  void end() {
    dropComparison();
    if (variables < 2) {
      return;
    }
    for (int element = 2; element <= ELEMENT_MAX && 2 * element <= count; element++) {
      foldRepeats(element);
    }
  }

  private void foldRepeats(int element) {
    int run = 0;
    for (int i = element; i < count; i++) {
      run = tokens[i] == tokens[i - element] ? run + 1 : 0;
      if (run == element && varies(i - element + 1, i + 1)) {
        remove(i - element + 1, element);
        i -= element;
        run = 0;
      }
    }
  }

  private boolean varies(int start, int end) {
    for (int i = start; i < end; i++) {
      if (tokens[i] == VARIABLE) {
        return true;
      }
    }
    return false;
  }

  private void remove(int at, int length) {
    int tail = count - at - length;
    System.arraycopy(tokens, at + length, tokens, at, tail);
    System.arraycopy(from, at + length, from, at, tail);
    System.arraycopy(to, at + length, to, at, tail);
    System.arraycopy(bits, at + length, bits, at, tail);
    count -= length;
  }

  /** {@code 2048 bytes (2 KB)} says one thing twice. */
  private boolean restated() {
    return count > 2
        && tokens[count - 1] == VARIABLE
        && quantities[count - 1]
        && isAt(count - 2, '(')
        && tokens[count - 3] == VARIABLE
        && quantities[count - 3];
  }

  /** {@code <1 sec} is a quantity as {@code 3 sec} is; {@code <1>} is a bracket. */
  private void dropComparison() {
    if (count > 1 && tokens[count - 1] == VARIABLE && isAt(count - 2, '<')) {
      tokens[count - 2] = VARIABLE;
      bits[count - 2] = bits[count - 1];
      to[count - 2] = to[count - 1];
      quantities[count - 2] = quantities[count - 1];
      dates[count - 2] = false;
      count--;
    }
  }

  private void put(long token, int start, int end) {
    tokens[count] = token;
    from[count] = start;
    to[count] = end;
    bits[count] = 0;
    dates[count] = false;
    quantities[count] = false;
    count++;
  }

  private boolean isAt(int index, char delimiter) {
    return index >= 0 && tokens[index] == DELIMITER + delimiter;
  }

  static boolean isDelimiter(long token) {
    return token >= DELIMITER && token < DELIMITER + 0x10000;
  }

  private static boolean joins(long token) {
    return isDelimiter(token) && ",-:/|.+;&".indexOf((char) (token - DELIMITER)) >= 0;
  }

  long hash() {
    long hash = count;
    for (int i = 0; i < count; i++) {
      hash = mixed(hash, tokens[i]);
    }
    return hash;
  }

  long[] copy() {
    return Arrays.copyOf(tokens, count);
  }

  /** One step of a 64-bit hash with the multiplier of SplitMix64. */
  static long mixed(long hash, long value) {
    long mixed = (hash ^ value) * 0xbf58476d1ce4e5b9L;
    return mixed ^ mixed >>> 29;
  }
}
