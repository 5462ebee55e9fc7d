package dev.shindan.agent.model;

import java.time.Duration;

/**
 * The budget of one investigation; reaching any of them ends it with what is known.
 *
 * @param movesMax proposals, calls, references, rejections and model turns
 * @param toolCallsMax calls of tools, references to earlier answers not counted
 * @param wallTimeMax from the opening to the verdict
 * @param callTimeMax for one tool call
 * @param parallelCallsMax tool calls under way at once
 * @param tokensMax tokens of all model turns, in and out
 * @param costMax money of all model turns, in the currency of the price list
 */
public record Limits(
    int movesMax,
    int toolCallsMax,
    Duration wallTimeMax,
    Duration callTimeMax,
    int parallelCallsMax,
    long tokensMax,
    double costMax) {
  public static final Limits DEFAULT =
      new Limits(400, 250, Duration.ofMinutes(5), Duration.ofSeconds(30), 12, 400_000, 1.0);

  public Limits {
    if (movesMax < 1 || toolCallsMax < 1 || parallelCallsMax < 1) {
      throw new IllegalArgumentException("every limit is 1 or more");
    }
  }
}
