package dev.shindan.agent.signal;

/**
 * Reads a log line into {@link ShapeTokens} in one pass: blanks part words, brackets and quotes are
 * delimiters, and what varies is seen from the form of a word or from standing after {@code =}.
 */
final class ShapeScanner {
  private static final int LINE_MAX = 8_192;
  private static final byte BLANK = 0;
  private static final byte DELIMITER = 1;
  private static final byte WORD = 2;
  private static final byte[] CLASSES = classes();

  private final WordKind kind = new WordKind();
  private final ShapeTokens tokens;
  private final char[] line = new char[LINE_MAX];

  ShapeScanner(ShapeTokens tokens) {
    this.tokens = tokens;
  }

  /** Puts the tokens of the line into place of those of the line before it. */
  void scan(String text) {
    tokens.clear();
    int length = Math.min(text.length(), LINE_MAX);
    text.getChars(0, length, line, 0);
    for (int i = 0; i < length && !tokens.full(); ) {
      byte type = type(line[i]);
      if (type == BLANK) {
        i++;
      } else if (type == WORD) {
        i = word(i, length);
      } else {
        i = delimiter(i, length);
      }
    }
    tokens.end();
  }

  /** A delimiter, or the whole of a quoted value after {@code =}. */
  private int delimiter(int at, int length) {
    char delimiter = line[at];
    if ((delimiter == '"' || delimiter == '\'') && tokens.lastIs('=')) {
      int end = at + 1;
      while (end < length && line[end] != delimiter) {
        end++;
      }
      if (end < length) {
        tokens.variable(Variable.WORD.bit(), at, end + 1);
        return end + 1;
      }
    }
    tokens.delimiter(delimiter, at);
    return at + 1;
  }

  private int word(int at, int length) {
    int start = afterLeader(at, length);
    if (start > at + 1) {
      tokens.delimiter('.', at);
      return start;
    }
    start = at;
    int end = start + 1;
    boolean query = false;
    for (; end < length; end++) {
      char c = line[end];
      query |= c == '?';
      if (c == '.' && end + 1 < length && line[end + 1] == '.') {
        break;
      }
      if (type(c) != WORD && !(query && (c == '=' || c == ';'))) {
        break;
      }
    }
    int core = end;
    while (core > start && trails(line[core - 1])) {
      core--;
    }
    if (core > start) {
      core(start, core);
    }
    for (int i = core; i < end && !tokens.full(); i++) {
      tokens.delimiter(line[i], i);
    }
    return end;
  }

  /** Where a row of dots ends, as between {@code limit......} and its value. */
  private int afterLeader(int at, int length) {
    int end = at;
    while (end < length && line[end] == '.') {
      end++;
    }
    return end < length && line[end] == '/' ? at : end;
  }

  private void core(int start, int end) {
    int type = kind.of(line, start, end);
    if (type <= 0) {
      int colon = keyColon(start, end);
      if (colon > 0) {
        parts(start, colon, end);
        return;
      }
    } else if (type == Variable.IDENTIFIER.bit() || type == Variable.PATH.bit()) {
      int colon = keyColon(start, end);
      if (colon > 0 && line[colon + 1] != '\\') {
        parts(start, colon, end);
        return;
      }
    }
    token(start, end, type);
  }

  private void parts(int start, int colon, int end) {
    token(start, colon, kind.of(line, start, colon));
    if (!tokens.full()) {
      tokens.delimiter(':', colon);
    }
    if (!tokens.full()) {
      core(colon + 1, end);
    }
  }

  private void token(int start, int end, int type) {
    if (type > 0) {
      tokens.variable(type, start, end);
    } else if (tokens.lastIsVariable() && Vocabulary.isUnit(line, start, end)) {
      tokens.unit(end);
    } else if (tokens.lastIs('=') && !Vocabulary.isState(line, start, end)) {
      tokens.variable(Variable.WORD.bit(), start, end);
    } else {
      int lettersEnd = type == WordKind.ORDINAL ? end - 1 : end;
      long hash = type;
      for (int i = start; i < lettersEnd; i++) {
        hash = hash * 31 + line[i];
      }
      hash = ShapeTokens.mixed(hash, end - start) | Long.MIN_VALUE;
      tokens.word(hash, start, end, Vocabulary.isDateWord(line, start, end));
    }
  }

  /** The colon of {@code key:value}, where the key ends in a letter; -1 when there is none. */
  private int keyColon(int start, int end) {
    for (int i = start + 1; i < end - 1; i++) {
      if (line[i] == ':'
          && Character.isLetter(line[i - 1])
          && line[i + 1] != ':'
          && line[i + 1] != '/') {
        return i;
      }
    }
    return -1;
  }

  private static boolean trails(char c) {
    return c == '.' || c == ':' || c == '!' || c == '?' || c == '*' || c == '#' || c == '-'
        || c == '&' || c == '%' || c == '+' || c == '^' || c == '`';
  }

  private static byte type(char c) {
    return c < CLASSES.length ? CLASSES[c] : WORD;
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    for (int c = 0; c < classes.length; c++) {
      boolean word = Character.isLetterOrDigit(c) || "._/\\-@~$+*%&#:!?^`".indexOf(c) >= 0;
      classes[c] = word ? WORD : c <= ' ' || c == 127 ? BLANK : DELIMITER;
    }
    return classes;
  }
}
