package dev.shindan.agent.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.ToolAnswer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scalars of an answer by their paths: of a list its length, as {@code disks[]}, and the
 * greatest of each number in its rows, as {@code disks[].utilizationPercent}.
 *
 * @param numbers quantities, with the unit in the name
 * @param words names and yes or no
 */
public record FactsInBrief(Map<String, Double> numbers, Map<String, String> words) {
  public static final FactsInBrief NONE = new FactsInBrief(Map.of(), Map.of());

  /** Of text longer than this only so much is kept. */
  private static final int WORD_CHARACTERS_MAX = 120;

  public FactsInBrief {
    numbers = java.util.Collections.unmodifiableMap(new TreeMap<>(numbers));
    words = java.util.Collections.unmodifiableMap(new TreeMap<>(words));
  }

  public static FactsInBrief of(ToolAnswer answer) {
    return answer instanceof ToolAnswer.Observed observed ? of(observed.facts()) : NONE;
  }

  /** All scalars of a facts document, but for times and quoted lines. */
  public static FactsInBrief of(JsonNode facts) {
    Map<String, Double> numbers = new TreeMap<>();
    Map<String, String> words = new TreeMap<>();
    Fact.of(facts)
        .forEach(
            (path, fact) -> {
              switch (fact) {
                case Fact.Quantity quantity -> numbers.put(path, quantity.value());
                case Fact.Word word -> words.put(path, cut(word.value()));
              }
            });
    return new FactsInBrief(numbers, words);
  }

  private static String cut(String text) {
    return text.length() <= WORD_CHARACTERS_MAX
        ? text
        : text.substring(0, WORD_CHARACTERS_MAX) + "…";
  }
}
