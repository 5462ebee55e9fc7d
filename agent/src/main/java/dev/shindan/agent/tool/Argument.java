package dev.shindan.agent.tool;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A typed argument of a tool. Values are text on the trail; what does not fit is refused before
 * anything runs.
 *
 * @param pattern what a value must match as a whole; ignored when there are choices
 * @param min smallest value of a whole number; ignored for text
 * @param max largest value of a whole number; {@code min > max} means the argument is text
 * @param choices the only values allowed, when not empty
 * @param byDefault used when the argument is absent; absent and no default means it is not passed
 */
public record Argument(
    String name,
    String purpose,
    Pattern pattern,
    List<String> choices,
    int min,
    int max,
    Optional<String> byDefault,
    boolean required) {
  private static final Pattern ANY = Pattern.compile(".*");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");

  public Argument {
    choices = List.copyOf(choices);
  }

  public static Argument oneOf(String name, String purpose, String byDefault, String... choices) {
    return new Argument(name, purpose, ANY, List.of(choices), 1, 0, Optional.of(byDefault), false);
  }

  /** A whole number from {@code min} to {@code max}. */
  public static Argument number(String name, String purpose, int byDefault, int min, int max) {
    return new Argument(
        name,
        purpose,
        WHOLE_NUMBER,
        List.of(),
        min,
        max,
        Optional.of(Integer.toString(byDefault)),
        false);
  }

  public static Argument optionalText(String name, String purpose, String pattern) {
    return new Argument(
        name, purpose, Pattern.compile(pattern), List.of(), 1, 0, Optional.empty(), false);
  }

  public static Argument text(String name, String purpose, String pattern) {
    return new Argument(
        name, purpose, Pattern.compile(pattern), List.of(), 1, 0, Optional.empty(), true);
  }

  /** The problem with a value in one line, or empty when it fits. */
  public Optional<String> problemWith(String value) {
    if (!choices.isEmpty()) {
      return choices.contains(value)
          ? Optional.empty()
          : Optional.of(name + " must be one of " + choices);
    }
    if (!pattern.matcher(value).matches()) {
      return Optional.of(name + " must match " + pattern.pattern());
    }
    if (isNumber() && (Integer.parseInt(value) < min || Integer.parseInt(value) > max)) {
      return Optional.of(name + " must be from " + min + " to " + max);
    }
    return Optional.empty();
  }

  public boolean isNumber() {
    return min <= max;
  }
}
