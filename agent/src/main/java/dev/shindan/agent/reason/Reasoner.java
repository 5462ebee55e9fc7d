package dev.shindan.agent.reason;

import dev.shindan.agent.trail.CaseFile;

/** Reads the case file and says what to do next. Holds no state of its own; thread-safe. */
public interface Reasoner {
  /** The name on the trail: {@code builtin}, or {@code llm:} and the model. */
  String name();

  /**
   * The next turn. Called again when everything it asked for has been answered, or when a person
   * spoke.
   *
   * @throws Failed when it cannot go on; another reasoner takes over
   * @throws InterruptedException when the investigation is being stopped
   */
  Turn next(CaseFile caseFile) throws Failed, InterruptedException;

  /** The reasoner cannot go on: its model is down, answers garbage, or its budget is spent. */
  final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    public Failed(String reason) {
      super(reason);
    }

    public Failed(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
