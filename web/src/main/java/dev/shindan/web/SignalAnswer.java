package dev.shindan.web;

import dev.shindan.agent.model.Citation;

/**
 * What a section of signals says in words where there is nothing to draw, or besides it.
 *
 * @param citation the call that it was learnt from; entry 0 when there was none
 */
record SignalAnswer(String text, Citation citation) {
  static SignalAnswer of(long call, String text) {
    return new SignalAnswer(text, new Citation(call, ""));
  }

  static SignalAnswer without(String text) {
    return of(0, text);
  }

  boolean cited() {
    return citation.entry() > 0;
  }
}
