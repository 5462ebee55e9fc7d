package dev.shindan.agent.model;

import java.time.Duration;
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
  /** A start further back is a mistake of whoever sent it, and must not move every window there. */
  public static final Duration ONSET_AGE_MAX = Duration.ofDays(30);

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
    return new Incident(id, title, openedAt, onset(alert, onset), scope, alerting, more, question);
  }

  private Instant onset(Alert alert, Instant known) {
    boolean believable = alert.startsAt().isAfter(openedAt.minus(ONSET_AGE_MAX));
    return believable && alert.startsAt().isBefore(known) ? alert.startsAt() : known;
  }
}
