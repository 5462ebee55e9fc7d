package dev.shindan.evals;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.replay.Case;
import dev.shindan.agent.replay.CaseResult;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.List;
import java.util.Optional;

/** Compares a verdict with the truth. */
final class CaseScore {
  private CaseScore() {}

  /**
   * @param trail the whole trail, for struck claims
   * @param seconds wall time of the run
   */
  static CaseResult of(
      Case item, String reasoner, Verdict verdict, List<Entry> trail, double seconds) {
    Case.Truth truth = item.description().truth();
    boolean struck = trail.stream().anyMatch(entry -> entry.event() instanceof Event.Struck);
    boolean carried =
        verdict.causes().stream()
            .allMatch(
                cause ->
                    !cause.claims().isEmpty()
                        && cause.claims().stream().noneMatch(claim -> claim.citations().isEmpty()));
    return new CaseResult(
        item.name(),
        reasoner,
        truth.outcome(),
        verdict.outcome(),
        right(truth, verdict),
        carried && !struck,
        verdict.outcome() == Outcome.INCONCLUSIVE,
        accused(truth, verdict),
        verdict.toolCalls(),
        seconds,
        verdict);
  }

  /** The outcome, and for a root cause exactly one cause with a right kind on the right target. */
  private static boolean right(Case.Truth truth, Verdict verdict) {
    if (verdict.outcome() != truth.outcome()) {
      return false;
    }
    if (truth.outcome() != Outcome.ROOT_CAUSE) {
      return true;
    }
    return verdict.causes().size() == 1
        && verdict.causes().stream()
            .allMatch(
                cause ->
                    truth.kinds().contains(cause.kind())
                        && sameTarget(truth.target(), cause.target()));
  }

  /** A truth that names a component wants that component; one that names a host takes any on it. */
  private static boolean sameTarget(Optional<String> truth, String named) {
    return truth
        .map(
            target ->
                target.equals(named)
                    || (!target.contains(":") && target.equals(Inventory.hostPart(named))))
        .orElse(true);
  }

  private static boolean accused(Case.Truth truth, Verdict verdict) {
    boolean forbidden =
        verdict.causes().stream().anyMatch(cause -> truth.forbidden().contains(cause.kind()));
    return forbidden
        || (truth.outcome() != Outcome.ROOT_CAUSE && verdict.outcome() == Outcome.ROOT_CAUSE);
  }
}
