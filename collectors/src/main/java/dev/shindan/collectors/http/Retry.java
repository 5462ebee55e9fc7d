package dev.shindan.collectors.http;

import java.time.Duration;

/**
 * How often and how patiently a question is asked again that a store failed to answer for the
 * moment: it refused or reset the connection, or answered 429, 502, 503 or 504. What is wrong with
 * the question, and what took too long, is never asked again.
 *
 * @param timesMax how often after the first time; 0 is never
 * @param firstWait before the first repetition; each further one waits twice as long
 * @param waitMax the longest wait, also where the store's Retry-After asks for more: then the
 *     failure stands
 */
public record Retry(int timesMax, Duration firstWait, Duration waitMax) {
  /** A question is asked once. */
  public static final Retry NEVER = new Retry(0, Duration.ofMillis(1), Duration.ofMillis(1));

  /** Twice more, after 0.2 and 0.4 s, and at most 2 s where the store says so. */
  public static final Retry DEFAULT = new Retry(2, Duration.ofMillis(200), Duration.ofSeconds(2));

  public Retry {
    if (timesMax < 0 || timesMax > 10) {
      throw new IllegalArgumentException("timesMax must be from 0 to 10");
    }
    if (firstWait.toMillis() < 1 || waitMax.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "waits must be above 0, the longest no less than the first");
    }
  }

  /**
   * @param repetition counted from 0
   */
  Duration wait(int repetition) {
    Duration doubled = firstWait.multipliedBy(1L << repetition);
    return doubled.compareTo(waitMax) < 0 ? doubled : waitMax;
  }
}
