package dev.shindan.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.HypothesisState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An investigation as the JSON interface shows it: verdict, ledger, budget. */
record InvestigationView(
    String id,
    Incident incident,
    IncidentSummary.State state,
    String reasoner,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Verdict> verdict,
    List<Ledger> hypotheses,
    List<Finding> findings,
    Budget budget,
    long entries) {

  /** A hypothesis with where it stands. */
  record Ledger(
      String id,
      String kind,
      String target,
      String statement,
      double probability,
      HypothesisState.Status status,
      boolean pinnedHealthy,
      List<Evidence> evidence) {
    static Ledger of(HypothesisState state) {
      return new Ledger(
          state.hypothesis().id(),
          state.hypothesis().kind(),
          state.hypothesis().target(),
          state.hypothesis().statement(),
          state.probability(),
          state.status(),
          state.pinnedHealthy(),
          state.evidence());
    }
  }

  /** What has been spent of the limits. */
  record Budget(
      int moves,
      int movesMax,
      int toolCalls,
      int toolCallsMax,
      double seconds,
      double secondsMax,
      long tokens,
      long tokensMax,
      double cost,
      double costMax,
      Optional<EndedBy> endedBy) {
    static Budget of(CaseFile file, Instant now) {
      Limits limits = file.limits();
      return new Budget(
          file.moves(),
          limits.movesMax(),
          file.toolCalls(),
          limits.toolCallsMax(),
          seconds(file, now),
          limits.wallTimeMax().toMillis() / 1000.0,
          file.tokens(),
          limits.tokensMax(),
          file.cost(),
          limits.costMax(),
          file.verdict().map(Verdict::endedBy));
    }

    private static double seconds(CaseFile file, Instant now) {
      if (file.verdict().isPresent()) {
        return file.verdict().get().seconds();
      }
      List<Entry> entries = file.entries();
      Instant end = file.aborted() ? entries.getLast().at() : now;
      return Math.max(0, Duration.between(file.startedAt(), end).toMillis() / 1000.0);
    }
  }

  static InvestigationView of(CaseFile file, Instant now) {
    return new InvestigationView(
        file.investigation(),
        file.incident(),
        IncidentSummary.state(file),
        file.reasoner(),
        file.verdict(),
        file.hypotheses().stream().map(Ledger::of).toList(),
        file.findings(),
        Budget.of(file, now),
        file.lastNumber());
  }
}
