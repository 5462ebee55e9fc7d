package dev.shindan.agent.tool;

import java.time.Duration;
import java.time.Instant;

/**
 * What a call needs to know of the investigation it serves.
 *
 * @param investigation who asks, for the audit
 * @param onset of the incident; comparisons are made around it
 * @param now the time of asking; in a replay the time of the recording
 * @param timeout for the whole call
 */
public record CallContext(String investigation, Instant onset, Instant now, Duration timeout) {
  public CallContext within(Duration other) {
    return new CallContext(investigation, onset, now, other);
  }
}
