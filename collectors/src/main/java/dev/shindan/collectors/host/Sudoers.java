package dev.shindan.collectors.host;

import java.util.ArrayList;
import java.util.List;

/**
 * The exact lines for {@code /etc/sudoers.d/} that grant the privileged commands of the tools, and
 * nothing else.
 *
 * <p>Sudo joins the arguments by blanks and matches the whole with {@code fnmatch(3)}, in which
 * {@code *} also matches blanks. {@code timeout -k 2 [0-9]* /usr/bin/dmesg} would therefore grant
 * {@code timeout -k 2 1 /bin/sh -c '...' /usr/bin/dmesg}: root for anybody. So no line holds a
 * {@code *} or {@code ?}: a number is written once for each count of digits, {@code [0-9]}, {@code
 * [0-9][0-9]} and so on, which match that many digits and no blank. Every line has arguments, for a
 * command without any in sudoers may be run with all. (Regular expressions would be shorter, but
 * sudo knows them only since 1.9.10.)
 */
public final class Sudoers {
  /** {@link GuardedCommand#SECONDS_MAX} has three digits. */
  private static final int SECONDS_DIGITS_MAX = 3;

  private static final int DIGITS_MAX = 4;

  /** What sudoers(5) would interpret in a command's arguments, besides the backslash. */
  private static final String SPECIAL = ",:=#*?[]!\"'\\";

  private Sudoers() {}

  /**
   * @param user the login name of Shindan on the hosts
   */
  public static List<String> lines(String user, List<PrivilegedTemplate> templates) {
    if (!user.matches("[a-z_][a-z0-9_-]{0,31}")) {
      throw new IllegalArgumentException("not a login name: " + user);
    }
    return templates.stream()
        .distinct()
        .flatMap(template -> expanded(template).stream())
        .map(command -> user + " ALL=(root) NOPASSWD: " + command)
        .toList();
  }

  private static List<String> expanded(PrivilegedTemplate template) {
    List<String> lines = new ArrayList<>();
    for (int count = 1; count <= SECONDS_DIGITS_MAX; count++) {
      lines.add(
          GuardedCommand.TIMEOUT
              + " -k "
              + GuardedCommand.KILL_AFTER_SECONDS
              + " "
              + digits(count));
    }
    for (String argument : template.argv()) {
      lines =
          lines.stream()
              .flatMap(line -> written(argument).stream().map(words -> line + " " + words))
              .toList();
    }
    return lines;
  }

  private static List<String> written(String argument) {
    if (!argument.equals(PrivilegedTemplate.DIGITS)) {
      return List.of(escaped(argument));
    }
    List<String> all = new ArrayList<>();
    for (int count = 1; count <= DIGITS_MAX; count++) {
      all.add(digits(count));
    }
    return all;
  }

  private static String digits(int count) {
    return "[0-9]".repeat(count);
  }

  private static String escaped(String argument) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < argument.length(); i++) {
      char letter = argument.charAt(i);
      if (SPECIAL.indexOf(letter) >= 0) {
        escaped.append('\\');
      }
      escaped.append(letter);
    }
    return escaped.toString();
  }
}
