package dev.shindan.collectors.lines;

import dev.shindan.agent.tool.Redaction;

/** Makes what another system sent fit to be kept: without secrets, one line, of limited length. */
public final class UntrustedText {
  private static final Redaction REDACTION = new Redaction();

  private UntrustedText() {}

  /** What looks like a secret by its value, or by the name it has, goes. */
  public static String kept(String name, String value, int lengthMax) {
    String clean = REDACTION.clean(cleaned(value, Integer.MAX_VALUE));
    String named = REDACTION.clean(name + "=" + clean);
    String secretless = named.startsWith(name + "=") ? named.substring(name.length() + 1) : clean;
    return cleaned(secretless, lengthMax);
  }

  /** Line ends and tabs become spaces, other control and direction characters go. */
  public static String cleaned(String text, int lengthMax) {
    String clean =
        text.replaceAll("[\\r\\n\\t]+", " ")
            .replaceAll("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]", "");
    if (clean.length() <= lengthMax) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(lengthMax - 1)) ? lengthMax - 1 : lengthMax;
    return clean.substring(0, end) + "…";
  }
}
