package dev.shindan.collectors.host.tool;

/** Output that does not have the form a reader knows; names the line it stumbled over. */
final class UnreadableOutput extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LINE_CHARACTERS_MAX = 200;

  UnreadableOutput(String expected, String line) {
    super("expected " + expected + ", found: " + shortened(line), null, false, false);
  }

  private static String shortened(String line) {
    return line.length() <= LINE_CHARACTERS_MAX
        ? line
        : line.substring(0, LINE_CHARACTERS_MAX) + "...";
  }
}
