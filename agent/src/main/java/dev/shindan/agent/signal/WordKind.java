package dev.shindan.agent.signal;

/**
 * What one word of a log line is, from the characters in it alone. Where loggers put values that
 * carry digits, separators of paths or dots of names, no word list is needed to see that they vary.
 */
final class WordKind {
  /** Not a variable: the word itself belongs to the template. */
  static final int CONSTANT = 0;

  /** Letters and one last digit, as {@code eth0}: the letters belong to the template. */
  static final int ORDINAL = -1;

  private static final int UNIT_LETTERS_MAX = 3;
  private static final int HEX_MIN = 4;

  /** One is added to the byte of its group for each character of a word. */
  private static final long[] WEIGHTS = weights();

  private static final long DIGIT = 1;
  private static final long LETTER = 1L << 8;
  private static final long HEX_LETTER = LETTER | 1L << 16;
  private static final long DOT = 1L << 24;
  private static final long COLON = 1L << 32;
  private static final long SLASH = 1L << 40;
  private static final long DASH = 1L << 48;
  private static final long OTHER = 1L << 56;

  /** Longer words are told by their first characters: a group must fit a byte. */
  private static final int LENGTH_MAX = 255;

  private int digits;
  private int letters;
  private int hexLetters;
  private int dots;
  private int colons;
  private int slashes;
  private int dashes;
  private int others;

  /** Returns {@link #CONSTANT}, {@link #ORDINAL} or the bit of a {@link Variable}. */
  int of(char[] line, int from, int to) {
    long groups = 0;
    int end = Math.min(to, from + LENGTH_MAX);
    for (int i = from; i < end; i++) {
      groups += line[i] < WEIGHTS.length ? WEIGHTS[line[i]] : LETTER;
    }
    if ((groups & ~(HEX_LETTER * LENGTH_MAX)) == 0) {
      return CONSTANT;
    }
    count(groups);
    if (digits + letters == 0) {
      return CONSTANT;
    }
    int path = slashes > 0 ? path(line, from, to) : CONSTANT;
    if (path != CONSTANT) {
      return path;
    }
    if (digits == 0) {
      return word(line, from, to);
    }
    if (letters == 0) {
      return dots == 3 && digits >= 4 ? Variable.ADDRESS.bit() : Variable.NUMBER.bit();
    }
    return mixed(line, from, to);
  }

  private void count(long groups) {
    digits = (int) (groups & 0xff);
    letters = (int) (groups >>> 8 & 0xff);
    hexLetters = (int) (groups >>> 16 & 0xff);
    dots = (int) (groups >>> 24 & 0xff);
    colons = (int) (groups >>> 32 & 0xff);
    slashes = (int) (groups >>> 40 & 0xff);
    dashes = (int) (groups >>> 48 & 0xff);
    others = (int) (groups >>> 56);
  }

  private static long[] weights() {
    long[] weights = new long[128];
    for (char c = 0; c < weights.length; c++) {
      boolean hex = c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      weights[c] =
          switch (c) {
            case '.' -> DOT;
            case ':' -> COLON;
            case '/', '\\' -> SLASH;
            case '-', '_', '~', '+' -> DASH;
            default ->
                hex
                    ? HEX_LETTER
                    : Character.isLetter(c) ? LETTER : Character.isDigit(c) ? DIGIT : OTHER;
          };
    }
    return weights;
  }

  private int path(char[] line, int from, int to) {
    for (int i = from + 1; colons > 0 && i < to - 2; i++) {
      if (line[i] == ':' && line[i + 1] == '/' && line[i + 2] == '/') {
        return Variable.URL.bit();
      }
    }
    char first = line[from];
    boolean rooted = first == '/' || first == '\\' || first == '~' || first == '.';
    boolean drive = to - from > 2 && line[from + 1] == ':' && line[from + 2] == '\\';
    if (rooted && letters == 0 && digits > 0) {
      return Variable.ADDRESS.bit();
    }
    return rooted || drive || slashes > 1 || dots > 1 || letters == 0
        ? Variable.PATH.bit()
        : digits > 0 ? Variable.IDENTIFIER.bit() : CONSTANT;
  }

  private int word(char[] line, int from, int to) {
    if (colons > 0) {
      return CONSTANT;
    }
    boolean mail = others == 1 && dots > 0 && has(line, from + 1, to, '@');
    return dots > 1 || mail ? Variable.NAME.bit() : CONSTANT;
  }

  private static boolean has(char[] line, int from, int to, char sought) {
    for (int i = from; i < to; i++) {
      if (line[i] == sought) {
        return true;
      }
    }
    return false;
  }

  private int mixed(char[] line, int from, int to) {
    if (hex(line, from, to)) {
      return colons > 1 || dashes > 0 || digits > 0 ? Variable.HEX.bit() : CONSTANT;
    }
    int tail = 0;
    while (tail < to - from && Character.isLetter(line[to - 1 - tail])) {
      tail++;
    }
    if (tail == letters && tail <= UNIT_LETTERS_MAX) {
      return Variable.NUMBER.bit();
    }
    char last = line[to - 1];
    if (digits == 1 && letters == to - from - 1 && last >= '0' && last <= '9') {
      return ORDINAL;
    }
    return dots > 1 && dashes + others == 0 ? Variable.NAME.bit() : Variable.IDENTIFIER.bit();
  }

  private boolean hex(char[] line, int from, int to) {
    boolean prefixed = to - from > 2 && line[from] == '0' && (line[from + 1] | 32) == 'x';
    if (prefixed) {
      return letters == hexLetters + 1 && others == 0;
    }
    return letters == hexLetters && others == 0 && to - from >= HEX_MIN;
  }
}
