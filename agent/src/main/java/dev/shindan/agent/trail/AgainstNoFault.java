package dev.shindan.agent.trail;

import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What forbids to call the targets in scope healthy: the one list for reasoners and rules. */
public final class AgainstNoFault {
  private AgainstNoFault() {}

  /** One line for each reason, those about what was seen first; empty when nothing forbids it. */
  public static List<String> reasons(CaseFile caseFile, Toolbox toolbox) {
    List<String> reasons = new ArrayList<>();
    for (HypothesisState state : caseFile.hypotheses()) {
      if (state.status() == HypothesisState.Status.SUPPORTED) {
        reasons.add(state.hypothesis().id() + " is supported");
      }
    }
    if (caseFile.findings().stream().anyMatch(found -> found.severity() == Severity.CRITICAL)) {
      reasons.add("a critical finding stands on the trail");
    }
    StillFiring.claims(caseFile).stream().map(Claim::text).forEach(reasons::add);
    UnansweredStores.claims(caseFile).stream().map(Claim::text).forEach(reasons::add);
    List<String> gaps = notObserved(caseFile, toolbox);
    if (!gaps.isEmpty()) {
      reasons.add("not looked at: " + String.join("; ", gaps));
    }
    return reasons;
  }

  /**
   * What of errors, saturation and latency was not observed on a target in scope, for example
   * {@code errors on app1}.
   */
  public static List<String> notObserved(CaseFile caseFile, Toolbox toolbox) {
    List<String> gaps = new ArrayList<>();
    for (String target : caseFile.incident().scope()) {
      Map<Coverage, CallState> looks = looks(caseFile, toolbox, target);
      for (Coverage coverage : Coverage.values()) {
        if (!looks.containsKey(coverage)) {
          gaps.add(coverage.name().toLowerCase(Locale.ROOT) + " on " + target);
        }
      }
    }
    return gaps;
  }

  /** The first call that observed errors, saturation and latency of a target, for each of them. */
  public static Map<Coverage, CallState> looks(CaseFile caseFile, Toolbox toolbox, String target) {
    Map<Coverage, CallState> looks = new LinkedHashMap<>();
    for (CallState call : caseFile.calls()) {
      if (call.observed() && Inventory.hostPart(call.call().target()).equals(target)) {
        toolbox
            .find(call.call().tool())
            .ifPresent(
                tool -> tool.spec().covers().forEach(covers -> looks.putIfAbsent(covers, call)));
      }
    }
    return looks;
  }
}
