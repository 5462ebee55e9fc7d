package dev.shindan.agent.triage;

import dev.shindan.agent.investigate.AlertTargets;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Since when there is what a person asks about. Nobody asks in the moment it begins, so that
 * nothing would be seen of a disturbance that is looked for only from the question on. It begins
 * with the first of the alerts that fire on the targets in question, when one began lately; without
 * one, some minutes before the question.
 */
public final class QuestionOnset {
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

  public QuestionOnset(Inventory inventory, Optional<AlertSource> alerts, Limits limits) {
    this.targets = new AlertTargets(inventory);
    this.alerts = alerts;
    this.limits = limits;
  }

  Instant of(Set<String> scope, Instant now) {
    Instant otherwise = now.minus(limits.before());
    return alerts.map(source -> firing(source, scope, now, otherwise)).orElse(otherwise);
  }

  private Instant firing(AlertSource source, Set<String> scope, Instant now, Instant otherwise) {
    try {
      return switch (source.firing(limits.alertWait())) {
        case FiringAlerts.Unavailable _ -> otherwise;
        case FiringAlerts.Found found ->
            found.alerts().stream()
                .map(FiringAlerts.Firing::alert)
                .filter(alert -> targets.of(alert).stream().anyMatch(scope::contains))
                .map(Alert::startsAt)
                .filter(start -> start.isBefore(now))
                .filter(start -> start.isAfter(now.minus(limits.alertAgeMax())))
                .min(Comparator.naturalOrder())
                .orElse(otherwise);
      };
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }
}
