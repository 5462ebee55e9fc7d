package dev.shindan.collectors.prometheus;

import dev.shindan.agent.source.LabelMatcher;
import java.util.List;
import java.util.stream.Collectors;

/** Writes matchers as a PromQL series selector; nothing in a value can leave its string. */
final class Selector {
  private Selector() {}

  /**
   * @throws IllegalArgumentException when there is no matcher or a label has no valid name
   */
  static String of(List<LabelMatcher> matchers) {
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("a selection needs at least one matcher");
    }
    return matchers.stream().map(Selector::write).collect(Collectors.joining(",", "{", "}"));
  }

  private static String write(LabelMatcher matcher) {
    if (!matcher.label().matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
      throw new IllegalArgumentException("not a label name: " + matcher.label());
    }
    String operator =
        switch (matcher.operator()) {
          case EQUALS -> "=";
          case NOT_EQUALS -> "!=";
          case MATCHES -> "=~";
          case NOT_MATCHES -> "!~";
        };
    return matcher.label() + operator + quoted(matcher.value());
  }

  /** PromQL strings follow Go: the backslash, the quote and the line end must be escaped. */
  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '"' -> quoted.append("\\\"");
        case '\n' -> quoted.append("\\n");
        default -> quoted.append(c < ' ' ? "\\x%02x".formatted((int) c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }
}
