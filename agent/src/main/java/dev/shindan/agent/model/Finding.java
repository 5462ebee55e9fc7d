package dev.shindan.agent.model;

/**
 * A notable fact computed by code from an observation.
 *
 * @param id the catalogue check it came from, {@code kind/check}
 * @param target the target or component it is about
 * @param text one sentence with the value, its unit and the threshold
 * @param quote the raw line the value was read from; empty when there is none
 */
public record Finding(String id, String target, Severity severity, String text, String quote) {}
