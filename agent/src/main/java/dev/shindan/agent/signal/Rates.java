package dev.shindan.agent.signal;

import dev.shindan.agent.source.Series;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Turns counters, which only ever grow until their process restarts, into rates and means. */
public final class Rates {
  /** Samples a rate is taken over at most, when the store repeats each scrape several times. */
  private static final int SPAN_MAX = 8;

  private Rates() {}

  /**
   * Growth per second, at the time of the later sample. A fall is a restart from 0, so the new
   * value is what was counted since (as Prometheus's {@code rate} has it). Where the counter stands
   * still for several samples on end because it is scraped less often than sampled, the rate is
   * taken over as many, at most eight.
   */
  public static Series perSecond(Series counter) {
    double[] grown = grown(counter.values());
    int span = span(grown);
    int count = Math.max(grown.length - span, 0);
    long[] times = new long[count];
    double[] rates = new double[count];
    for (int i = 0; i < count; i++) {
      long from = counter.epochMillis()[i];
      times[i] = counter.epochMillis()[i + span];
      rates[i] = (grown[i + span] - grown[i]) * 1000.0 / Math.max(times[i] - from, 1);
    }
    return new Series(counter.labels(), times, rates);
  }

  /**
   * The mean of what was counted between two samples: growth of the sum by growth of the count, at
   * the times both have. Samples between which nothing was counted give no value.
   */
  public static Series mean(Series sum, Series count) {
    double[] sums = grown(sum.values());
    double[] counts = grown(count.values());
    Map<Long, Integer> at = new HashMap<>();
    for (int i = 0; i < counts.length; i++) {
      at.put(count.epochMillis()[i], i);
    }
    long[] times = new long[sums.length];
    double[] means = new double[sums.length];
    int kept = 0;
    int lastSum = -1;
    int lastCount = -1;
    for (int i = 0; i < sums.length; i++) {
      Integer j = at.get(sum.epochMillis()[i]);
      if (j == null) {
        continue;
      }
      if (lastSum >= 0 && counts[j] > counts[lastCount]) {
        times[kept] = sum.epochMillis()[i];
        means[kept++] = (sums[i] - sums[lastSum]) / (counts[j] - counts[lastCount]);
      }
      lastSum = i;
      lastCount = j;
    }
    return new Series(sum.labels(), Arrays.copyOf(times, kept), Arrays.copyOf(means, kept));
  }

  /** What was counted since the first sample. */
  private static double[] grown(double[] values) {
    double[] grown = new double[values.length];
    for (int i = 1; i < values.length; i++) {
      double step = values[i] >= values[i - 1] ? values[i] - values[i - 1] : values[i];
      grown[i] = grown[i - 1] + step;
    }
    return grown;
  }

  /** The usual number of samples from one move of the counter to the next. */
  private static int span(double[] grown) {
    double[] between = new double[grown.length];
    int moves = 0;
    int last = 0;
    for (int i = 1; i < grown.length; i++) {
      if (grown[i] > grown[i - 1]) {
        between[moves++] = i - last;
        last = i;
      }
    }
    return moves == 0
        ? 1
        : Math.clamp((long) Math.ceil(Robust.median(Arrays.copyOf(between, moves))), 1, SPAN_MAX);
  }
}
