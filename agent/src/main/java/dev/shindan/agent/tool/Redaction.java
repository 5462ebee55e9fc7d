package dev.shindan.agent.tool;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes secrets and control characters out of text before anything is stored or shown.
 *
 * <p>What looks like a secret is replaced by {@link #MASK}; line structure is kept, so that readers
 * still work. The time taken grows with the length of the text alone, whatever is in it: every
 * repetition in a pattern is bounded or cannot give back what it took. Thread-safe.
 */
public final class Redaction {
  public static final String MASK = "[redacted]";

  /** Colours, cursor moves, and window titles. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001B\\[[0-9;?]{0,32}+[ -/]{0,4}+[@-~]|\u001B\\][^\u0007\u001B\n]{0,256}+\u0007?+");

  private final SecretTokens tokens = new SecretTokens();
  private final SecretArguments arguments = new SecretArguments();
  private final NamedSecrets named = new NamedSecrets();

  public RawOutput clean(RawOutput raw) {
    return new RawOutput(clean(raw.text()).getBytes(StandardCharsets.UTF_8), raw.omittedBytes());
  }

  public String clean(String text) {
    String clean = withoutControl(ESCAPE.matcher(text).replaceAll(""));
    clean = tokens.mask(clean, clean.toLowerCase(Locale.ROOT));
    clean = arguments.mask(clean);
    return named.mask(clean);
  }

  /**
   * NUL becomes a space: it divides the words of {@code /proc/PID/cmdline} and {@code environ},
   * which would run together without it.
   */
  private static String withoutControl(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        clean.append(' ');
      } else if (!isControl(c)) {
        clean.append(c);
      }
    }
    return clean.toString();
  }

  /** Also the second set of control characters, and what turns the direction of text round. */
  private static boolean isControl(char c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7F && c <= 0x9F)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
