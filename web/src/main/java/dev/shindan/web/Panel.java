package dev.shindan.web;

import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.HypothesisState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The part of an investigation's page that changes as it goes on.
 *
 * @param report the verdict, or the last interim report while there is none
 * @param struck sentences that failed their citation check
 */
record Panel(
    CaseFile file,
    IncidentSummary.State state,
    Optional<Verdict> report,
    List<HypothesisState> hypotheses,
    List<Event.Struck> struck,
    InvestigationView.Budget budget) {

  static Panel of(CaseFile file, Instant now) {
    return new Panel(
        file,
        IncidentSummary.state(file),
        file.verdict().or(() -> interim(file)),
        file.hypotheses().stream()
            .sorted(Comparator.comparingDouble(HypothesisState::probability).reversed())
            .toList(),
        file.entries().stream()
            .map(dev.shindan.agent.trail.Entry::event)
            .filter(Event.Struck.class::isInstance)
            .map(Event.Struck.class::cast)
            .toList(),
        InvestigationView.Budget.of(file, now));
  }

  private static Optional<Verdict> interim(CaseFile file) {
    return file.entries().reversed().stream()
        .map(dev.shindan.agent.trail.Entry::event)
        .filter(Event.Interim.class::isInstance)
        .map(event -> ((Event.Interim) event).report())
        .findFirst();
  }

  String id() {
    return file.investigation();
  }

  boolean interim() {
    return report.isPresent() && file.verdict().isEmpty();
  }

  /** The line in the largest type: what is known, or what is being done. */
  String headline() {
    if (report.isPresent()) {
      Verdict verdict = report.get();
      return switch (verdict.outcome()) {
        case ROOT_CAUSE -> verdict.causes().size() == 1 ? "Root cause found" : "Causes found";
        case INCONCLUSIVE -> "Inconclusive";
        case NO_FAULT -> "No fault found";
      };
    }
    return switch (state) {
      case RUNNING -> file.stopAsked() ? "Stopping" : "Investigating";
      case CONCLUDED -> "Concluded";
      case ABORTED -> "Aborted by a defect of Shindan";
    };
  }

  /** The claims of a cause that the summary above it does not say already. */
  List<Claim> evidence(Verdict verdict, Verdict.Cause cause) {
    return cause.claims().stream()
        .filter(
            claim ->
                verdict.summary().stream().noneMatch(line -> line.text().contains(claim.text())))
        .toList();
  }

  /** The class of the style sheet that colours the headline. */
  String tone() {
    return report
        .map(verdict -> Words.lower(verdict.outcome()).replace(' ', '-'))
        .orElse(Words.lower(state));
  }
}
