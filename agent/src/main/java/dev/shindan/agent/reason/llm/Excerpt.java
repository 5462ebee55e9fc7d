package dev.shindan.agent.reason.llm;

import java.nio.charset.StandardCharsets;

/** Untrusted text as a model is shown it: capped, and fenced off as data. */
final class Excerpt {
  static final String CUT = "\n[... cut here ...]\n";

  private Excerpt() {}

  /** Head and tail of at most {@code bytesMax} bytes of UTF-8; what fits is whole. */
  static String of(String text, int bytesMax) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= bytesMax) {
      return text;
    }
    int headEnd = charStart(bytes, bytesMax / 2);
    int tailStart = charStart(bytes, bytes.length - bytesMax / 2);
    return new String(bytes, 0, headEnd, StandardCharsets.UTF_8)
        + CUT
        + new String(bytes, tailStart, bytes.length - tailStart, StandardCharsets.UTF_8);
  }

  /** Between marks that the text itself cannot write. */
  static String data(String text) {
    return "<data>\n" + text.replaceAll("(?i)<(/?\\s*data)", "< $1").stripTrailing() + "\n</data>";
  }

  private static int charStart(byte[] bytes, int from) {
    int start = from;
    while (start < bytes.length && (bytes[start] & 0xC0) == 0x80) {
      start++;
    }
    return start;
  }
}
