package dev.shindan.agent.settings;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names with {@code *} for any letters and {@code ?} for one, as shells and ssh_config have them.
 */
public final class Glob {
  private Glob() {}

  /** Matches whole names. */
  public static Pattern of(String written) {
    return Pattern.compile(
        written
            .chars()
            .mapToObj(
                letter ->
                    switch (letter) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(letter));
                    })
            .collect(Collectors.joining()));
  }
}
