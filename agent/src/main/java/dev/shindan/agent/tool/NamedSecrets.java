package dev.shindan.agent.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks values that stand beside a name that says they are secret: {@code password=…}, {@code
 * "api_key": "…"}, {@code --token …}, {@code <secret>…</secret>}, {@code IDENTIFIED BY '…'}.
 */
final class NamedSecrets {
  /** Lower case; where none of them stands, no name is looked for. */
  private static final List<String> TRIGGERS =
      List.of("pass", "pwd", "secret", "token", "key", "credential", "auth");

  /** Begins at a trigger. What comes before it is looked back at a bounded way only. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<word>(?<![/(])passw(?:or)?d|(?<![/])passphrase"
              + "|(?<![a-z])pass(?=[\\\\'\"]{0,4}\\s?[=:])"
              + "|pwd|secret|(?<!unexpected )token|credentials?"
              + "|(?<=(?:api|access|account|private|encryption|auth)[_-]?)key"
              + "|(?<![a-z])auth(?=[\\\\'\"]{1,4}\\s?[=:]|=))"
              + "(?<rest>[a-z0-9_-]{0,40}+)(?<quote>[\\\\'\"\\]]{0,4}+)"
              + "(?:(?<sign>[ \\t]{0,16}+(?::?=>?|:)[ \\t]{0,64}+|>)|,?[ \\t]{1,8}+(?=[^\\s-]))",
          Pattern.CASE_INSENSITIVE);

  /**
   * Characters of a name that may stand before the word in an option such as {@code --db-token}.
   */
  private static final int OPTION_PREFIX_MAX = 40;

  /** Statements and configuration files that put the value behind the word. */
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?<![a-z0-9_])(?:identified\\s{1,4}(?:with\\s{1,4}\\S{1,40}\\s{1,4})?by(?:\\s{1,4}password)?"
              + "|(?:encrypted\\s{1,4})?password(?=\\s{1,4}')|requirepass|masterauth"
              + "|login\\s{1,4}\\S{1,64}\\s{1,4}password|\"auth\")\\s{1,4}(?=\\S)",
          Pattern.CASE_INSENSITIVE);

  private static final List<String> STATEMENT_HINTS =
      List.of(
          "identified",
          "password '",
          "password  ",
          "requirepass",
          "masterauth",
          "login",
          "\"auth\"");

  /** Endings of names that speak about a secret and do not hold it. */
  private static final Pattern ABOUT =
      Pattern.compile(
          "(?i)s?[_-]?(?:file|path|dir|name|type|count|total|size|length|age|ttl|timeout|expiry"
              + "|expires(?:_?(?:in|at))?|policy|authentication|provider|enabled|required|version)s?");

  private static final Set<String> NO_SECRETS =
      Set.of(
          "true",
          "false",
          "yes",
          "no",
          "on",
          "off",
          "null",
          "nil",
          "none",
          "files",
          "compat",
          "sss",
          "systemd",
          "undefined",
          "set",
          "unset",
          "ok",
          Redaction.MASK);

  String mask(String text) {
    String lower = lowered(text);
    String masked = text;
    if (STATEMENT_HINTS.stream().anyMatch(lower::contains)) {
      masked = statements(text);
      lower = lowered(masked);
    }
    return names(masked, lower);
  }

  private static String statements(String text) {
    Matcher statement = STATEMENT.matcher(text);
    Masked masked = new Masked(text);
    int from = 0;
    while (from <= text.length() && statement.find(from)) {
      int start = afterQuote(text, statement.end());
      int end = valueEnd(text, start);
      masked.cut(start, end);
      from = Math.max(end, from + 1);
    }
    return masked.text();
  }

  private static String names(String text, String lower) {
    Matcher name = NAME.matcher(text).useTransparentBounds(true);
    Masked masked = new Masked(text);
    Candidates candidates = new Candidates(lower);
    for (int at = candidates.next(0); at < text.length(); ) {
      int from = at + 1;
      if (name.region(at, text.length()).lookingAt()
          && (name.group("sign") != null || option(text, at))) {
        int start = afterQuote(text, name.end());
        int end = valueEnd(text, start);
        if (start < end && !spared(name, text.substring(start, end))) {
          masked.cut(start, end);
          from = end;
        }
      }
      at = candidates.next(from);
    }
    return masked.text();
  }

  /** Whether the word that {@code at} is in begins with a dash. */
  private static boolean option(String text, int at) {
    int begin = at;
    while (begin > 0
        && at - begin < OPTION_PREFIX_MAX
        && (Character.isLetterOrDigit(text.charAt(begin - 1))
            || "-_.".indexOf(text.charAt(begin - 1)) >= 0)) {
      begin--;
    }
    boolean first =
        begin == 0
            || Character.isWhitespace(text.charAt(begin - 1))
            || isQuote(text.charAt(begin - 1));
    return first && text.charAt(begin) == '-';
  }

  private static boolean spared(Matcher name, String value) {
    if (NO_SECRETS.contains(value.toLowerCase(Locale.ROOT))) {
      return true;
    }
    // The shell's and sudo's working directory.
    if (name.group("word").equalsIgnoreCase("pwd")
        && (value.startsWith("/") || value.equals("~"))) {
      return true;
    }
    // "tokens=123" counts tokens.
    boolean counted =
        name.group("rest").equalsIgnoreCase("s") && value.chars().allMatch(Character::isDigit);
    return counted || ABOUT.matcher(name.group("rest")).matches();
  }

  /** Lower case of the letters of ASCII, so that places are the same in both. */
  private static String lowered(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] + ('a' - 'A'));
      }
    }
    return new String(chars);
  }

  /** The places where a trigger stands, in order; each text is searched once for each trigger. */
  private static final class Candidates {
    private final String lower;
    private final int[] next = new int[TRIGGERS.size()];

    Candidates(String lower) {
      this.lower = lower;
      Arrays.fill(next, -1);
    }

    /** The first place at or after {@code from}, or the length of the text. */
    int next(int from) {
      int nearest = lower.length();
      for (int i = 0; i < next.length; i++) {
        if (next[i] < from) {
          int found = lower.indexOf(TRIGGERS.get(i), from);
          next[i] = found < 0 ? lower.length() : found;
        }
        nearest = Math.min(nearest, next[i]);
      }
      return nearest;
    }
  }

  /** A text of which parts are being masked, from the front to the back. */
  private static final class Masked {
    private final String text;
    private final StringBuilder masked = new StringBuilder();
    private int done;

    Masked(String text) {
      this.text = text;
    }

    void cut(int start, int end) {
      if (start < end) {
        masked.append(text, done, start).append(Redaction.MASK);
        done = end;
      }
    }

    String text() {
      return done == 0 ? text : masked.append(text, done, text.length()).toString();
    }
  }

  /** Skips an opening quote, also one escaped inside another string. */
  private static int afterQuote(String text, int from) {
    int at = from;
    while (at < text.length() && at < from + 3 && text.charAt(at) == '\\') {
      at++;
    }
    return at < text.length() && isQuote(text.charAt(at)) ? at + 1 : from;
  }

  /** A quoted value ends at its quote or with the line, another at a space or a divider. */
  private static int valueEnd(String text, int start) {
    char before = start == 0 ? ' ' : text.charAt(start - 1);
    boolean escapedQuote = isQuote(before) && start > 1 && text.charAt(start - 2) == '\\';
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        break;
      }
      if (isQuote(before)) {
        if (c == '\\' && !escapedQuote) {
          at++; // what is escaped does not end the value
        } else if (c == before || (c == '\\' && escapedQuote)) {
          break;
        }
      } else if (Character.isWhitespace(c) || "'\",;&<".indexOf(c) >= 0) {
        break;
      }
      at++;
    }
    return Math.min(at, text.length());
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
