package dev.shindan.agent.source;

import java.time.Instant;

/**
 * Something that was changed on purpose: a deployment, a commit, a note on a dashboard.
 *
 * @param origin the store that knows of it
 * @param kind {@code deploy}, {@code commit} or {@code annotation}
 * @param subject the target, service or path that was changed, as the store calls it; empty when it
 *     says none
 * @param text one line: what was done
 * @param author who did it; empty when it says nobody
 */
public record Change(
    Instant at, String origin, String kind, String subject, String text, String author) {}
