package dev.shindan.agent.catalogue;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.tool.ToolCall;
import java.util.Map;
import java.util.Optional;

/**
 * A condition over the facts of one tool, with what it says when it holds and when it does not.
 *
 * @param id {@code kind/check}
 * @param arguments what a call must have been made with for the check to cover it
 * @param severity of the finding when the condition holds; empty when it is no finding by itself
 * @param threshold the limit in words, shown with the finding
 * @param symptom whether the condition is itself a disturbance that somebody feels
 * @param source where the threshold comes from
 */
public record Check(
    String id,
    On on,
    String tool,
    Map<String, String> arguments,
    Weight then,
    Weight otherwise,
    Optional<Severity> severity,
    String basis,
    String threshold,
    boolean symptom,
    String source) {
  public Check {
    arguments = Map.copyOf(arguments);
  }

  /** Whether one of its sides speaks against the kind. */
  public boolean canRefute() {
    return then.bearing() == Bearing.REFUTES || otherwise.bearing() == Bearing.REFUTES;
  }

  boolean covers(ToolCall call) {
    return call.tool().equals(tool)
        && call.arguments().entrySet().containsAll(arguments.entrySet());
  }
}
