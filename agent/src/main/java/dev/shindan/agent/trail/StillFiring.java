package dev.shindan.agent.trail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which targets in scope had an alert firing when last asked; as long as one does, and nobody
 * silenced it, its target cannot be called healthy.
 */
public final class StillFiring {
  /** The tool whose facts say so: {@code firingHere}, {@code silencedHere}, {@code alerts}. */
  private static final String TOOL = "alerts";

  private StillFiring() {}

  /** One cited sentence for each such target; empty when none is known to have one. */
  public static List<Claim> claims(CaseFile caseFile) {
    Map<String, CallState> last = new LinkedHashMap<>();
    for (CallState call : caseFile.calls()) {
      if (call.call().tool().equals(TOOL)
          && call.answered().isPresent()
          && caseFile.incident().scope().contains(call.call().target())) {
        last.put(call.call().target(), call);
      }
    }
    return last.values().stream()
        .filter(call -> call.facts().filter(StillFiring::unsilenced).isPresent())
        .map(StillFiring::claim)
        .toList();
  }

  private static boolean unsilenced(JsonNode facts) {
    return facts.path("firingHere").asInt() > facts.path("silencedHere").asInt();
  }

  private static Claim claim(CallState call) {
    JsonNode first = call.facts().orElseThrow().path("alerts").path(0);
    return new Claim(
        "the alert "
            + first.path("name").asText()
            + " fires on "
            + call.call().target()
            + " and nothing found explains it",
        List.of(new Citation(call.number(), first.path("line").asText())));
  }
}
