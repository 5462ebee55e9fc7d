package dev.shindan.agent.signal;

import java.time.Instant;

/**
 * How often a template was written before and since.
 *
 * @param template cut to what a reader needs to know it again
 * @param z difference of the rates in standard deviations, see {@link LogComparison}
 * @param firstAt first line in the window, or the last one of the baseline when there is none
 */
public record LogChange(
    String template,
    long linesBefore,
    long lines,
    double perMinuteBefore,
    double perMinute,
    double z,
    Instant firstAt) {}
