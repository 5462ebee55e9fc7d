package dev.shindan.cli;

import dev.shindan.agent.triage.AlertsInQuestion;
import java.time.Duration;
import java.util.Optional;

/** The section {@code questions}: since when there is what a person asks about. */
record Questions(
    Optional<Integer> minutesBefore,
    Optional<Integer> alertMinutesMax,
    Optional<Integer> alertWaitMillis) {
  AlertsInQuestion.Limits limits() {
    AlertsInQuestion.Limits standard = AlertsInQuestion.Limits.DEFAULT;
    return new AlertsInQuestion.Limits(
        minutesBefore.map(Duration::ofMinutes).orElse(standard.before()),
        alertMinutesMax.map(Duration::ofMinutes).orElse(standard.alertAgeMax()),
        alertWaitMillis.map(Duration::ofMillis).orElse(standard.alertWait()));
  }
}
