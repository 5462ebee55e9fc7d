package dev.shindan.agent.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** Short words that mean the same in every log: units, parts of dates, and states. */
final class Vocabulary {
  private static final int LENGTH_MAX = 9;
  private static final int BITS = 7;

  private static final long[] UNITS =
      packed(
          "b k m g t kb mb gb tb kib mib gib tib byte bytes bit bits ns us ms s sec secs second"
              + " seconds min mins minute minutes h hr hrs hour hours d day days hz khz mhz ghz");

  private static final long[] DATE_WORDS =
      packed(
          "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june"
              + " july august september october november december mon tue wed thu fri sat sun"
              + " monday tuesday wednesday thursday friday saturday sunday am pm utc gmt pst pdt"
              + " mst mdt cst cdt est edt cet cest jst");

  private static final long[] STATES =
      packed("true false null nil none yes no on off ok up down enabled disabled");

  private Vocabulary() {}

  static boolean isUnit(char[] line, int from, int to) {
    return contains(UNITS, line, from, to);
  }

  /** Month, day or zone; a date only beside a number. Written with a capital. */
  static boolean isDateWord(char[] line, int from, int to) {
    char first = line[from];
    return first >= 'A' && first <= 'Z' && contains(DATE_WORDS, line, from, to);
  }

  static boolean isState(char[] line, int from, int to) {
    return contains(STATES, line, from, to);
  }

  private static boolean contains(long[] words, char[] line, int from, int to) {
    if (to - from > LENGTH_MAX) {
      return false;
    }
    long word = 0;
    for (int i = from; i < to; i++) {
      char character = line[i];
      if (character > 'z') {
        return false;
      }
      word = word << BITS | (character >= 'A' && character <= 'Z' ? character + 32 : character);
    }
    return Arrays.binarySearch(words, word) >= 0;
  }

  private static long[] packed(String words) {
    return Stream.of(words.toLowerCase(Locale.ROOT).split(" "))
        .mapToLong(word -> word.chars().asLongStream().reduce(0, (packed, c) -> packed << BITS | c))
        .sorted()
        .toArray();
  }
}
