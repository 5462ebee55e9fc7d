package dev.shindan.agent.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message from a monitoring system that a condition holds or has ended.
 *
 * @param source the webhook it came through, for example {@code alertmanager}
 * @param fingerprint the source's own identity of the alert; the same for its firing and its end
 * @param labels untrusted text, never used as a host address or a path
 */
public record Alert(
    String source,
    String fingerprint,
    String name,
    Severity severity,
    boolean firing,
    Instant startsAt,
    Optional<Instant> endsAt,
    Map<String, String> labels,
    Map<String, String> annotations) {
  public Alert {
    if (source.isBlank() || fingerprint.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("an alert needs source, fingerprint and name");
    }
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** What makes a repeated delivery of the same message the same: identity, start and state. */
  public String deliveryKey() {
    return source + "/" + fingerprint + "/" + startsAt + "/" + (firing ? "firing" : "ended");
  }
}
