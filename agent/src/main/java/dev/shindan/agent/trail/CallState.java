package dev.shindan.agent.trail;

import dev.shindan.agent.model.Finding;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A call with its answer, as far as it is known.
 *
 * @param number of the {@code Called} entry
 * @param answered empty while the call is under way
 * @param examined whether the catalogue has looked at the answer
 */
public record CallState(
    long number,
    Event.Called called,
    Optional<Event.Answered> answered,
    List<Finding> findings,
    boolean examined) {
  public CallState {
    findings = List.copyOf(findings);
  }

  public ToolCall call() {
    return called.call();
  }

  /** The facts, when the call was answered by an observation. */
  public Optional<com.fasterxml.jackson.databind.JsonNode> facts() {
    return answered
        .map(Event.Answered::answer)
        .filter(ToolAnswer.Observed.class::isInstance)
        .map(answer -> ((ToolAnswer.Observed) answer).facts());
  }

  public boolean observed() {
    return facts().isPresent();
  }

  public Optional<Instant> observedAt() {
    return answered.map(Event.Answered::observedAt);
  }

  /** Whether the way to the target failed, whatever was asked. */
  public boolean cutOff() {
    return answered
        .map(Event.Answered::answer)
        .filter(answer -> answer instanceof ToolAnswer.Failed failed && failed.kind().ofAccess())
        .isPresent();
  }
}
