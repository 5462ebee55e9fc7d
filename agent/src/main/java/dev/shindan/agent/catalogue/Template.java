package dev.shindan.agent.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence with expressions in {@code ${…}}; rendered only when all of them have a value. */
final class Template {
  private static final Pattern HOLE = Pattern.compile("\\$\\{([^}]*)}");

  private final List<String> texts = new ArrayList<>();
  private final List<Expressions.Compiled> holes = new ArrayList<>();

  Template(String text, Expressions expressions) {
    Matcher matcher = HOLE.matcher(text);
    int end = 0;
    while (matcher.find()) {
      texts.add(text.substring(end, matcher.start()));
      holes.add(expressions.compile(matcher.group(1)));
      end = matcher.end();
    }
    texts.add(text.substring(end));
  }

  Optional<String> render(Map<String, ?> variables) {
    StringBuilder sentence = new StringBuilder(texts.getFirst());
    for (int hole = 0; hole < holes.size(); hole++) {
      Optional<Object> value = holes.get(hole).value(variables);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      sentence.append(words(value.get())).append(texts.get(hole + 1));
    }
    return Optional.of(sentence.toString().strip());
  }

  private static String words(Object value) {
    return switch (value) {
      case Double number when Double.isFinite(number) -> rounded(number);
      default -> value.toString();
    };
  }

  /** One decimal, two below 1, none from 1000 on. */
  private static String rounded(double number) {
    double size = Math.abs(number);
    int decimals = size >= 1000 ? 0 : size < 1 ? 2 : 1;
    BigDecimal shown = BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP);
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }
}
