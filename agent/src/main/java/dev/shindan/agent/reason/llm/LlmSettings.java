package dev.shindan.agent.reason.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * Which model reasons, and within which limits.
 *
 * @param baseUrl of an OpenAI-compatible endpoint; {@code /chat/completions} is added to it
 * @param apiKey blank when the endpoint wants none; never shown
 * @param answerTimeout for one turn with all its retries and repairs
 * @param retriesMax further attempts after a rate limit, a timeout or a server error
 * @param repairsMax further attempts after an answer none of whose tool calls could be used
 * @param inputCharactersMax above this the oldest raw excerpts leave the input
 * @param excerptBytes of facts, and of raw output, shown of one answer
 * @param inputPricePerMillion money per million tokens, in the currency of the limits
 */
public record LlmSettings(
    String baseUrl,
    String apiKey,
    String model,
    Optional<Double> temperature,
    Duration answerTimeout,
    int retriesMax,
    int repairsMax,
    int inputCharactersMax,
    int excerptBytes,
    double inputPricePerMillion,
    double outputPricePerMillion) {
  public LlmSettings {
    if (baseUrl.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("a model needs a base URL and a name");
    }
    if (answerTimeout.isNegative() || answerTimeout.isZero()) {
      throw new IllegalArgumentException("the answer timeout is longer than nothing");
    }
    if (retriesMax < 0 || repairsMax < 0 || inputCharactersMax < 1 || excerptBytes < 1) {
      throw new IllegalArgumentException("the limits of a model are not negative");
    }
    if (inputPricePerMillion < 0 || outputPricePerMillion < 0) {
      throw new IllegalArgumentException("a price is not negative");
    }
  }

  /** The customary limits, for an endpoint that costs nothing. */
  public static LlmSettings of(String baseUrl, String apiKey, String model) {
    return new LlmSettings(
        baseUrl,
        apiKey,
        model,
        Optional.empty(),
        Duration.ofSeconds(60),
        2,
        2,
        200_000,
        4_000,
        0,
        0);
  }

  /** Money for a turn. */
  double cost(long inputTokens, long outputTokens) {
    return (inputTokens * inputPricePerMillion + outputTokens * outputPricePerMillion) / 1e6;
  }

  @Override
  public String toString() {
    return "LlmSettings[" + model + " at " + baseUrl + ", within " + answerTimeout + "]";
  }
}
