package dev.shindan.agent.triage;

import dev.shindan.agent.model.Incident;
import java.time.Instant;

/**
 * An investigation that one worker holds for a while.
 *
 * @param incident as it is now, with the alerts that joined
 * @param attempts how often it was claimed since it was queued, this time included
 */
public record Lease(
    String investigation, Incident incident, String worker, Instant until, int attempts) {}
