package dev.shindan.agent.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One disturbance under investigation: its alerts, symptoms, scope and onset.
 *
 * @param onset the earliest time at which a symptom is known to have been present
 * @param scope names of the inventory targets under suspicion, the alerting ones first
 * @param alerting the part of the scope that the alerts or the question name
 * @param question what a person asked, if a person opened it
 */
public record Incident(
    String id,
    String title,
    Instant openedAt,
    Instant onset,
    List<String> scope,
    List<String> alerting,
    List<Alert> alerts,
    Optional<String> question) {
  public Incident {
    scope = List.copyOf(scope);
    alerting = List.copyOf(alerting);
    alerts = List.copyOf(alerts);
    if (scope.isEmpty()) {
      throw new IllegalArgumentException("an incident needs at least one target in scope");
    }
    if (!scope.containsAll(alerting)) {
      throw new IllegalArgumentException("every alerting target is in scope");
    }
  }

  /**
   * The same incident with one more alert, or with the newer state of one it has; an earlier start
   * moves the onset back.
   */
  public Incident withAlert(Alert alert) {
    List<Alert> more = new ArrayList<>(alerts);
    more.removeIf(
        known ->
            known.source().equals(alert.source())
                && known.fingerprint().equals(alert.fingerprint()));
    more.add(alert);
    Instant earliest = alert.startsAt().isBefore(onset) ? alert.startsAt() : onset;
    return new Incident(id, title, openedAt, earliest, scope, alerting, more, question);
  }
}
