package dev.shindan.agent.triage;

import dev.shindan.agent.model.Incident;
import java.time.Instant;
import java.util.Optional;

/**
 * An incident as it stands in the store.
 *
 * @param worker who holds the investigation; empty unless it runs
 * @param endedAt when the investigation ended last; empty until then and while it is reopened
 * @param summary JSON that the last end left; stays when the investigation is reopened
 */
public record Filed(
    Incident incident,
    String investigation,
    State state,
    Optional<String> worker,
    Optional<Instant> endedAt,
    Optional<String> summary) {
  /** Where an investigation stands. */
  public enum State {
    QUEUED,
    RUNNING,
    ENDED
  }
}
