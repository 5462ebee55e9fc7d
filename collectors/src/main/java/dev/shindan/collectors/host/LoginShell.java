package dev.shindan.collectors.host;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first words with a host: what its clock shows, and which shell reads our lines.
 *
 * <p>sshd hands every command line to the login shell of the user. In {@code sh}, {@code bash},
 * {@code dash}, {@code ash} and {@code zsh} nothing within single quotes is interpreted, so an
 * argument arrives as it was. In {@code fish} a backslash within single quotes escapes, in {@code
 * csh} and {@code tcsh} an exclamation mark is replaced from the history: there, a line of ours
 * could become another. So nothing with arguments is sent before the shell is known to be one of
 * the former.
 *
 * @param name as the host says; blank when it does not
 * @param clock what the host's clock showed
 */
record LoginShell(String name, Optional<Instant> clock) {
  private static final Set<String> UNDERSTOOD = Set.of("sh", "bash", "dash", "ash", "zsh");

  private static final Pattern ANSWER =
      Pattern.compile("(?:(\\d{1,12})(?:\\.(\\d{1,9}))?[^:]*)?:(/[A-Za-z0-9/._+-]{1,200})\\s*");

  /**
   * Plain words that mean the same in every shell; only the variable is replaced by it.
   *
   * @param asked as {@link #guarded} made it
   */
  static String question(GuardedCommand asked) {
    return String.join(" ", asked.argv()) + ":$SHELL";
  }

  /** The question as it is put on record. */
  static GuardedCommand guarded(Duration within) {
    return GuardedCommand.of(Command.of("/bin/date", "+%s.%N"), within, false);
  }

  static LoginShell of(String answer) {
    Matcher read = ANSWER.matcher(answer);
    if (!read.matches()) {
      return new LoginShell("", Optional.empty());
    }
    String path = read.group(3);
    Optional<Instant> clock = Optional.empty();
    if (read.group(1) != null) {
      // Without nanoseconds (BusyBox) the N stays as it is or is missing.
      BigDecimal fraction = new BigDecimal("0." + (read.group(2) == null ? "0" : read.group(2)));
      clock =
          Optional.of(
              Instant.ofEpochSecond(
                  Long.parseLong(read.group(1)), fraction.movePointRight(9).longValue()));
    }
    return new LoginShell(path.substring(path.lastIndexOf('/') + 1), clock);
  }

  boolean understood() {
    return UNDERSTOOD.contains(name);
  }
}
