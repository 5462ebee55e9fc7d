package dev.shindan.agent.tool;

import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import java.time.Duration;
import java.util.Optional;

/** A monitoring system that always answers the same. */
public record ScriptedAlerts(FiringAlerts answer) implements AlertSource {
  @Override
  public FiringAlerts firing(Duration timeout) {
    return answer;
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }
}
