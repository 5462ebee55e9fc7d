/**
 * The tools over stores of telemetry: they ask through the ports of {@code source} and leave the
 * judging of numbers to {@code signal}. A reader is pure: it computes the facts from the redacted
 * raw output, so that a replay computes the same.
 */
@NullMarked
package dev.shindan.agent.tool.telemetry;

import org.jspecify.annotations.NullMarked;
