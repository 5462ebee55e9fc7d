package dev.shindan.agent.trail;

import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.tool.CompareWindow;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.QueryMetric;
import dev.shindan.agent.tool.ToolAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the metric store failed to answer, in whole or in part, of targets in scope; as long as it
 * does, nobody can be called healthy by what the rest shows.
 */
public final class UnansweredMetrics {
  private static final Set<String> TOOLS =
      Set.of(MetricChanges.NAME, QueryMetric.NAME, CompareWindow.NAME);

  private UnansweredMetrics() {}

  /** One cited sentence for each such question, by its latest answer. */
  public static List<Claim> claims(CaseFile caseFile) {
    Map<String, Claim> claims = new LinkedHashMap<>();
    for (CallState call : caseFile.calls()) {
      boolean latest =
          caseFile.latest(call.call()).filter(last -> last.number() == call.number()).isPresent();
      if (latest
          && TOOLS.contains(call.call().tool())
          && caseFile.incident().scope().contains(call.call().target())) {
        problem(call)
            .ifPresent(
                problem -> {
                  String words = call.call().tool() + " on " + call.call().target() + " " + problem;
                  claims.put(words, new Claim(words, List.of(new Citation(call.number(), ""))));
                });
      }
    }
    return List.copyOf(claims.values());
  }

  private static Optional<String> problem(CallState call) {
    if (call.answered().isPresent()
        && call.answered().get().answer() instanceof ToolAnswer.Failed failed) {
      return Optional.of("could not be seen: " + failed.inWords());
    }
    return inPart(call);
  }

  /** What an observation leaves open because the store answered only a part. */
  public static Optional<String> inPart(CallState call) {
    boolean part =
        TOOLS.contains(call.call().tool())
            && call.facts().filter(facts -> !facts.path("complete").asBoolean(true)).isPresent();
    return part
        ? Optional.of("was seen only in part: the metric store left something out")
        : Optional.empty();
  }
}
