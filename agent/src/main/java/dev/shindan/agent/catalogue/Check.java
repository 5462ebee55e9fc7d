package dev.shindan.agent.catalogue;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.ToolCall;
import java.util.HashMap;
import java.util.List;
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
  /** An argument that stands for each target that the one under test depends on. */
  public static final String DEPENDENCY = "$dependency";

  public Check {
    arguments = Map.copyOf(arguments);
  }

  /** Whether one of its sides speaks against the kind. */
  public boolean canRefute() {
    return then.bearing() == Bearing.REFUTES || otherwise.bearing() == Bearing.REFUTES;
  }

  /** The arguments to ask with on a target: one set for each of its dependencies, where named. */
  public List<Map<String, String>> argumentsFor(Target target) {
    if (!arguments.containsValue(DEPENDENCY)) {
      return List.of(arguments);
    }
    return target.dependsOn().stream()
        .map(
            dependency -> {
              Map<String, String> asked = new HashMap<>(arguments);
              asked.replaceAll((_, value) -> value.equals(DEPENDENCY) ? dependency : value);
              return asked;
            })
        .toList();
  }

  boolean covers(ToolCall call) {
    return call.tool().equals(tool)
        && arguments.entrySet().stream()
            .allMatch(
                wanted -> {
                  String given = call.arguments().get(wanted.getKey());
                  return wanted.getValue().equals(DEPENDENCY)
                      ? given != null
                      : wanted.getValue().equals(given);
                });
  }
}
