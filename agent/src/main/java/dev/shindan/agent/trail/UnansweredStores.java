package dev.shindan.agent.trail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.tool.CompareWindow;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.QueryMetric;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.telemetry.AlertsTool;
import dev.shindan.agent.tool.telemetry.LogChangesTool;
import dev.shindan.agent.tool.telemetry.SearchLogs;
import dev.shindan.agent.tool.telemetry.TraceChangesTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a store of metrics, logs, traces or alerts failed to answer, in whole or in part, of targets
 * in scope; as long as it does, nobody can be called healthy by what the rest shows. A store that
 * is not configured has no tool, and so is never asked.
 */
public final class UnansweredStores {
  /** The store behind each tool that is put to one store. */
  private static final Map<String, String> STORES =
      Map.of(
          MetricChanges.NAME, "metric",
          QueryMetric.NAME, "metric",
          CompareWindow.NAME, "metric",
          LogChangesTool.NAME, "log",
          SearchLogs.NAME, "log",
          TraceChangesTool.NAME, "trace",
          AlertsTool.NAME, "alert");

  private UnansweredStores() {}

  /** One cited sentence for each such question, by its latest answer. */
  public static List<Claim> claims(CaseFile caseFile) {
    Map<String, Claim> claims = new LinkedHashMap<>();
    for (CallState call : caseFile.calls()) {
      boolean latest =
          caseFile.latest(call.call()).filter(last -> last.number() == call.number()).isPresent();
      if (latest
          && STORES.containsKey(call.call().tool())
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
    String store = STORES.getOrDefault(call.call().tool(), "");
    Optional<JsonNode> facts = call.facts();
    if (store.isEmpty() || facts.isEmpty() || !inPart(call.call().tool(), facts.get())) {
      return Optional.empty();
    }
    JsonNode late = facts.get().path("newestSecondsAgo");
    return Optional.of(
        late.isNumber()
            ? ("was seen only until %d s ago: the %s store or its clock is behind,"
                    + " or nothing here is measured any more")
                .formatted(late.asLong(), store)
            : "was seen only in part: the " + store + " store left something out");
  }

  /**
   * Of logs and traces a busy target has more than is brought, which is no fault of the store;
   * their facts tell that apart. What a search for lines leaves out of its count is told with the
   * lines.
   */
  private static boolean inPart(String tool, JsonNode facts) {
    return switch (tool) {
      case LogChangesTool.NAME, TraceChangesTool.NAME -> facts.path("partial").asBoolean(false);
      case SearchLogs.NAME -> false;
      default -> !facts.path("complete").asBoolean(true);
    };
  }
}
