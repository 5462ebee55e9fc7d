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

  private int digits;
  private int letters;
  private int hexLetters;
  private int dots;
  private int colons;
  private int slashes;
  private int dashes;
  private int others;

  /** Returns {@link #CONSTANT}, {@link #ORDINAL} or the bit of a {@link Variable}. */
  int of(String line, int from, int to) {
    count(line, from, to);
    if (digits + letters == 0) {
      return CONSTANT;
    }
    if (slashes > 0 && letters + digits > 0) {
      int path = path(line, from, to);
      if (path != CONSTANT) {
        return path;
      }
    }
    if (digits == 0) {
      return word(line, from);
    }
    if (letters == 0) {
      return dots == 3 && digits >= 4 ? Variable.ADDRESS.bit() : Variable.NUMBER.bit();
    }
    return mixed(line, from, to);
  }

  private void count(String line, int from, int to) {
    digits = letters = hexLetters = dots = colons = slashes = dashes = others = 0;
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 127) {
        letters++;
        hexLetters += c <= 'F' || c >= 'a' && c <= 'f' ? 1 : 0;
      } else {
        switch (c) {
          case '.' -> dots++;
          case ':' -> colons++;
          case '/', '\\' -> slashes++;
          case '-', '_', '~', '+' -> dashes++;
          default -> others++;
        }
      }
    }
  }

  private int path(String line, int from, int to) {
    int scheme = line.indexOf("://", from);
    if (scheme > from && scheme < to) {
      return Variable.URL.bit();
    }
    char first = line.charAt(from);
    boolean rooted = first == '/' || first == '\\' || first == '~' || first == '.';
    boolean drive = to - from > 2 && line.charAt(from + 1) == ':' && line.charAt(from + 2) == '\\';
    if (rooted && letters == 0 && digits > 0) {
      return Variable.ADDRESS.bit();
    }
    return rooted || drive || slashes > 1 || dots > 1 || letters == 0
        ? Variable.PATH.bit()
        : digits > 0 ? Variable.IDENTIFIER.bit() : CONSTANT;
  }

  private int word(String line, int from) {
    if (colons > 0) {
      return CONSTANT;
    }
    boolean mail = others == 1 && dots > 0 && line.indexOf('@', from) > from;
    return dots > 1 || mail ? Variable.NAME.bit() : CONSTANT;
  }

  private int mixed(String line, int from, int to) {
    if (hex(line, from, to)) {
      return colons > 1 || dashes > 0 || digits > 0 ? Variable.HEX.bit() : CONSTANT;
    }
    int tail = 0;
    while (tail < to - from && Character.isLetter(line.charAt(to - 1 - tail))) {
      tail++;
    }
    if (tail == letters && tail <= UNIT_LETTERS_MAX) {
      return Variable.NUMBER.bit();
    }
    char last = line.charAt(to - 1);
    if (digits == 1 && letters == to - from - 1 && last >= '0' && last <= '9') {
      return ORDINAL;
    }
    return dots > 1 && dashes + others == 0 ? Variable.NAME.bit() : Variable.IDENTIFIER.bit();
  }

  private boolean hex(String line, int from, int to) {
    boolean prefixed =
        to - from > 2 && line.charAt(from) == '0' && (line.charAt(from + 1) | 32) == 'x';
    if (prefixed) {
      return letters == hexLetters + 1 && others == 0;
    }
    return letters == hexLetters && others == 0 && to - from >= HEX_MIN;
  }
}
