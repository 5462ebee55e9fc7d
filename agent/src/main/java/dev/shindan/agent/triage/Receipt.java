package dev.shindan.agent.triage;

import java.util.Optional;

/** What became of an alert; it is on disk in every case. */
public sealed interface Receipt {
  /** It opened an incident. */
  record Opened(String incident, String investigation) implements Receipt {}

  /**
   * It joined an incident.
   *
   * @param message its identity in the inbox of the investigation
   */
  record Joined(String incident, String investigation, String message) implements Receipt {}

  /**
   * The same delivery was taken before.
   *
   * @param incident where it went then; empty when it was only recorded
   */
  record Repeated(Optional<String> incident) implements Receipt {}

  /** The end of an alert that belongs to no incident. */
  record Recorded() implements Receipt {}
}
