package dev.shindan.agent.triage;

import dev.shindan.agent.investigate.AlertTargets;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What already fires on the targets that a person asks about: the question is about that, as long
 * as it began lately, and the incident began with the first of it. Without one it began some
 * minutes before the question: nobody asks in the moment it begins, and nothing would be seen of a
 * disturbance that is looked for only from the question on.
 */
public final class AlertsInQuestion {
  private final AlertTargets targets;
  private final Optional<AlertSource> alerts;
  private final Limits limits;

  /**
   * @param before how long before a question it began, when no alert says
   * @param alertAgeMax an alert that began before that is about something else
   * @param alertWait for the alerts, before the question is taken up without them
   */
  public record Limits(Duration before, Duration alertAgeMax, Duration alertWait) {
    public static final Limits DEFAULT =
        new Limits(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(2));

    public Limits {
      if (before.isNegative() || alertAgeMax.compareTo(before) < 0 || alertWait.toMillis() < 1) {
        throw new IllegalArgumentException(
            "0 <= minutesBefore <= alertMinutesMax and a wait above 0 were expected");
      }
    }
  }

  public AlertsInQuestion(Inventory inventory, Optional<AlertSource> alerts, Limits limits) {
    this.targets = new AlertTargets(inventory);
    this.alerts = alerts;
    this.limits = limits;
  }

  /** The alerts that fire on the scope and began lately. */
  List<Alert> on(Set<String> scope, Instant now) {
    return alerts.map(source -> firing(source, scope, now)).orElse(List.of());
  }

  /** Since when there is what is asked about. */
  Instant onset(List<Alert> firing, Instant now) {
    return firing.stream()
        .map(Alert::startsAt)
        .min(Comparator.naturalOrder())
        .orElse(now.minus(limits.before()));
  }

  /** The targets of the scope that the alerts speak of. */
  List<String> alerting(List<Alert> firing, List<String> scope) {
    return scope.stream()
        .filter(name -> firing.stream().anyMatch(alert -> targets.of(alert).contains(name)))
        .toList();
  }

  private List<Alert> firing(AlertSource source, Set<String> scope, Instant now) {
    try {
      return switch (source.firing(limits.alertWait())) {
        case FiringAlerts.Unavailable _ -> List.of();
        case FiringAlerts.Found found ->
            found.alerts().stream()
                .map(FiringAlerts.Firing::alert)
                .filter(alert -> targets.of(alert).stream().anyMatch(scope::contains))
                .filter(alert -> alert.startsAt().isBefore(now))
                .filter(alert -> alert.startsAt().isAfter(now.minus(limits.alertAgeMax())))
                .toList();
      };
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
