package dev.shindan.collectors.host;

import java.util.List;

/**
 * An argument vector to be run on a host, never a shell line.
 *
 * @param argv absolute program path first
 * @param privileged run through {@code sudo -n} when we are not root there
 */
public record Command(List<String> argv, boolean privileged) {
  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("a command begins with an absolute program path");
    }
  }

  public static Command of(String... argv) {
    return new Command(List.of(argv), false);
  }

  public static Command privileged(String... argv) {
    return new Command(List.of(argv), true);
  }

  /** For people and for the audit: arguments joined by blanks. */
  public String line() {
    return String.join(" ", argv);
  }
}
