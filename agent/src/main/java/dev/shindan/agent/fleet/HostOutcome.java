package dev.shindan.agent.fleet;

import dev.shindan.agent.tool.ToolAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of asking one host of many.
 *
 * @param took from the moment its turn came
 * @param clockOffset the host's clock minus ours, when measured
 */
public record HostOutcome(
    String host, ToolAnswer answer, Duration took, Optional<Duration> clockOffset) {
  /** Whether the question was answered, be it with nothing. */
  public boolean answered() {
    return switch (answer) {
      case ToolAnswer.Observed _, ToolAnswer.Empty _ -> true;
      case ToolAnswer.Denied _, ToolAnswer.NotRecorded _, ToolAnswer.Failed _ -> false;
    };
  }

  /** One line: the first facts, or what happened instead. */
  public String inWords(int factsMax) {
    return answer instanceof ToolAnswer.Observed observed
        ? Fact.of(observed.facts()).entrySet().stream()
            .limit(factsMax)
            .map(fact -> fact.getKey() + "=" + fact.getValue().shown())
            .collect(Collectors.joining(" "))
        : answer.inWords();
  }
}
