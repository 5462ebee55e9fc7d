package dev.shindan.collectors.host;

import java.util.ArrayList;
import java.util.List;

/**
 * An argument vector that a tool runs as root.
 *
 * @param argv literal arguments, absolute program path first, or {@link #DIGITS} for a number of
 *     one to four digits; arguments with white space cannot be granted safely and are refused
 */
public record PrivilegedTemplate(List<String> argv) {
  /** Stands for an argument of one to four digits. */
  public static final String DIGITS = "{digits}";

  public PrivilegedTemplate {
    argv = List.copyOf(argv);
    if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("a template begins with an absolute program path");
    }
    for (String argument : argv) {
      if (argument.isEmpty() || !argument.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IllegalArgumentException("sudoers cannot tell this argument: " + argument);
      }
    }
  }

  public static PrivilegedTemplate of(String... argv) {
    return new PrivilegedTemplate(List.of(argv));
  }

  /** As it would be run, with some number for each {@link #DIGITS}. */
  List<String> example() {
    List<String> example =
        new ArrayList<>(
            List.of(
                GuardedCommand.TIMEOUT,
                "-k",
                Long.toString(GuardedCommand.KILL_AFTER_SECONDS),
                "5"));
    argv.forEach(argument -> example.add(argument.equals(DIGITS) ? "5" : argument));
    return example;
  }

  public String line() {
    return String.join(" ", argv);
  }
}
