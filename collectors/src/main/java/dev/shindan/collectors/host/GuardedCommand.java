package dev.shindan.collectors.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as it is really started: in the C locale, ended by {@code timeout} on its own machine
 * even when we are gone, and through {@code sudo -n} where that is needed.
 *
 * @param argv complete, {@code /usr/bin/env} first
 * @param seconds after which {@code timeout} sends TERM
 * @param sudo whether {@code sudo} is among them
 */
record GuardedCommand(List<String> argv, long seconds, boolean sudo) {
  static final String TIMEOUT = "/usr/bin/timeout";
  static final String SUDO = "/usr/bin/sudo";

  /** How long after TERM {@code timeout} sends KILL; part of the lines granted in sudoers. */
  static final long KILL_AFTER_SECONDS = 2;

  /** The sudoers lines allow at most three digits. */
  static final long SECONDS_MAX = 999;

  /**
   * @param within rounded down to whole seconds, but at least one
   * @param sudo whether a privileged command needs {@code sudo} there
   */
  static GuardedCommand of(Command command, Duration within, boolean sudo) {
    return of(command, within, sudo, List.of());
  }

  /**
   * @param behind the words that put a command behind all others, see {@link Politeness}; before
   *     {@code sudo}, which passes priorities on, so that no sudoers line has to name them
   */
  static GuardedCommand of(Command command, Duration within, boolean sudo, List<String> behind) {
    for (String argument : command.argv()) {
      if (argument.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an argument cannot hold a NUL character");
      }
    }
    long seconds = Math.clamp(within.toSeconds(), 1, SECONDS_MAX);
    boolean throughSudo = command.privileged() && sudo;
    List<String> argv = new ArrayList<>(List.of("/usr/bin/env", "LC_ALL=C"));
    argv.addAll(behind);
    if (throughSudo) {
      argv.addAll(List.of(SUDO, "-n"));
    }
    argv.addAll(List.of(TIMEOUT, "-k", Long.toString(KILL_AFTER_SECONDS), Long.toString(seconds)));
    argv.addAll(command.argv());
    return new GuardedCommand(List.copyOf(argv), seconds, throughSudo);
  }

  /** When we stop waiting: {@code timeout} must have ended it before, or the host hangs. */
  Duration patience() {
    return Duration.ofSeconds(seconds + KILL_AFTER_SECONDS + 1);
  }

  /**
   * One line for a POSIX login shell, which then is replaced by the command. Within single quotes a
   * shell interprets nothing; a single quote itself is written as {@code '\''}.
   */
  String shellLine() {
    return argv.stream()
        .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "exec ", ""));
  }
}
