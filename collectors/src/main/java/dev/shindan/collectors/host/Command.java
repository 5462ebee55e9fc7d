package dev.shindan.collectors.host;

import dev.shindan.agent.tool.Cost;
import java.util.List;

/**
 * An argument vector to be run on a host, never a shell line.
 *
 * @param argv absolute program path first
 * @param privileged run through {@code sudo -n} when we are not root there
 * @param cost a heavy one is run behind everything else that the host has to do
 */
public record Command(List<String> argv, boolean privileged, Cost cost) {
  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("a command begins with an absolute program path");
    }
  }

  /** A light one. */
  public Command(List<String> argv, boolean privileged) {
    this(argv, privileged, Cost.LIGHT);
  }

  public Command costing(Cost other) {
    return new Command(argv, privileged, other);
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
