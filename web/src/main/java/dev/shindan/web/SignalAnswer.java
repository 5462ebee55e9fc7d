package dev.shindan.web;

import dev.shindan.agent.model.Citation;
import java.util.List;

/**
 * What a section of signals says in words where there is nothing to draw.
 *
 * @param citations the call that it was learnt from; empty when there was none
 */
record SignalAnswer(String text, List<Citation> citations) {
  SignalAnswer {
    citations = List.copyOf(citations);
  }

  static SignalAnswer of(long call, String text) {
    return new SignalAnswer(text, List.of(new Citation(call, "")));
  }

  static SignalAnswer without(String text) {
    return new SignalAnswer(text, List.of());
  }
}
