package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;

/**
 * A fault kind on a target that may be worth a hypothesis.
 *
 * @param because for the trail
 */
record Suspicion(FaultKind kind, String target, double prior, String because) {
  /** A symptom of a kind, seen or named by an alert, makes the kind this much more likely. */
  static final double SYMPTOM_RAISES = 4;

  static final double PRIOR_MAX = 0.4;

  boolean isOn(Hypothesis hypothesis) {
    return hypothesis.kind().equals(kind.id())
        && (hypothesis.target().equals(target)
            || Inventory.hostPart(hypothesis.target()).equals(target));
  }

  Hypothesis hypothesis(String id) {
    return new Hypothesis(id, kind.id(), target, kind.name() + " on " + target, prior, because);
  }
}
