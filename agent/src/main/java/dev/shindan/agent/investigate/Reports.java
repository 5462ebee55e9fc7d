package dev.shindan.agent.investigate;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes verdicts out of a case file: what is known, what could not be seen, what to look at. */
final class Reports {
  private static final int FINDINGS_SHOWN = 5;

  private Reports() {}

  /** The verdict a reasoner asked for, with probabilities and gaps filled in by code. */
  static Verdict concluded(
      CaseFile caseFile,
      Outcome outcome,
      List<Verdict.Cause> causes,
      List<Claim> summary,
      List<String> nextChecks,
      EndedBy endedBy,
      Instant now) {
    return new Verdict(
        caseFile.incident().id(),
        caseFile.reasoner(),
        outcome,
        summary,
        causes,
        ruledOut(caseFile),
        Gaps.of(caseFile),
        nextChecks,
        endedBy,
        caseFile.lastNumber() + 1,
        caseFile.toolCalls(),
        Duration.between(caseFile.startedAt(), now).toMillis() / 1000.0,
        caseFile.tokens(),
        caseFile.cost());
  }

  /** What is known when something other than the reasoner ended or interrupted the work. */
  static Verdict interim(CaseFile caseFile, EndedBy endedBy, Instant now) {
    List<Claim> summary = new ArrayList<>();
    for (CallState call : caseFile.calls()) {
      for (Finding finding : call.findings()) {
        summary.add(
            new Claim(finding.text(), List.of(new Citation(call.number(), finding.quote()))));
      }
    }
    List<String> next =
        caseFile.hypotheses().stream()
            .filter(state -> state.status() != HypothesisState.Status.REFUTED)
            .sorted(Comparator.comparingDouble(HypothesisState::probability).reversed())
            .limit(3)
            .map(
                state ->
                    "test whether "
                        + state.hypothesis().kind()
                        + " holds on "
                        + state.hypothesis().target())
            .toList();
    return concluded(
        caseFile,
        Outcome.INCONCLUSIVE,
        List.of(),
        summary.stream().limit(FINDINGS_SHOWN).toList(),
        next,
        endedBy,
        now);
  }

  private static List<Verdict.RuledOut> ruledOut(CaseFile caseFile) {
    List<Verdict.RuledOut> ruledOut = new ArrayList<>();
    for (HypothesisState state : caseFile.hypotheses()) {
      if (state.status() == HypothesisState.Status.REFUTED) {
        Evidence strongest =
            state.evidence().stream()
                .filter(item -> item.bearing() == Bearing.REFUTES)
                .max(Comparator.comparingDouble(item -> item.strength().logOdds()))
                .orElseThrow();
        ruledOut.add(
            new Verdict.RuledOut(
                state.hypothesis().target(),
                state.hypothesis().kind(),
                strongest.why(),
                List.of(new Citation(strongest.entry(), strongest.quote()))));
      }
    }
    return ruledOut;
  }
}
