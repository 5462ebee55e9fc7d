package dev.shindan.web;

import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line of the list of incidents.
 *
 * @param id of the incident
 * @param investigation id of its trail
 * @param leader the likeliest cause in words, once there is a verdict
 */
public record IncidentSummary(
    String id,
    String investigation,
    String title,
    Instant openedAt,
    List<String> alerting,
    State state,
    Optional<Outcome> outcome,
    Optional<String> leader) {
  /** How far the investigation has come. */
  public enum State {
    RUNNING,
    CONCLUDED,
    ABORTED
  }

  public IncidentSummary {
    alerting = List.copyOf(alerting);
  }

  /** The summary of a trail that was opened. */
  public static IncidentSummary of(CaseFile file) {
    Incident incident = file.incident();
    return new IncidentSummary(
        incident.id(),
        file.investigation(),
        incident.title(),
        incident.openedAt(),
        incident.alerting(),
        state(file),
        file.verdict().map(Verdict::outcome),
        file.verdict().flatMap(IncidentSummary::leader));
  }

  static State state(CaseFile file) {
    if (file.verdict().isPresent()) {
      return State.CONCLUDED;
    }
    return file.aborted() ? State.ABORTED : State.RUNNING;
  }

  private static Optional<String> leader(Verdict verdict) {
    return verdict.causes().stream()
        .findFirst()
        .map(cause -> cause.kind() + " on " + cause.target());
  }
}
