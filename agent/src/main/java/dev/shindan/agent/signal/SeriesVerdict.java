package dev.shindan.agent.signal;

/**
 * Whether a series belongs to an incident, and why.
 *
 * @param series its position among those given
 * @param changedAt the clearest split near the onset, or the clearest of all where that is
 *     elsewhere
 * @param clarity how clear that split is, see {@link SplitStatistics}
 * @param before median before the onset; NaN when there is no sample
 * @param after median since
 * @param deviation {@code |after - before|} in robust standard deviations of before, taken as no
 *     less than a hundredth of the level
 */
public record SeriesVerdict(
    int series,
    SeriesReason reason,
    int changedAt,
    double clarity,
    double before,
    double after,
    double deviation) {}
