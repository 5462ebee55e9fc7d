package dev.shindan.agent.trail;

import dev.shindan.agent.model.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The evidence on each hypothesis. A check that looked again at the same thing replaces what it
 * said before.
 */
final class EvidenceLedger {
  private final Map<String, List<Evidence>> byHypothesis = new HashMap<>();
  private final LongFunction<String> question;

  /**
   * @param question the key of the question that a call put; equal for calls that ask the same
   */
  EvidenceLedger(LongFunction<String> question) {
    this.question = question;
  }

  void add(Evidence item) {
    List<Evidence> weighed =
        byHypothesis.computeIfAbsent(item.hypothesis(), _ -> new ArrayList<>());
    weighed.removeIf(earlier -> replaces(item, earlier));
    weighed.add(item);
  }

  private boolean replaces(Evidence item, Evidence earlier) {
    return item.check().isPresent()
        && earlier.check().equals(item.check())
        && earlier.entry() != item.entry()
        && question.apply(earlier.entry()).equals(question.apply(item.entry()));
  }

  /** What counts now, in the order it was judged. */
  List<Evidence> on(String hypothesis) {
    return byHypothesis.getOrDefault(hypothesis, List.of());
  }
}
