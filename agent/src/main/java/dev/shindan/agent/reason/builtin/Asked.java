package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has been asked in this run of an investigation; a reopening starts a new run. */
final class Asked {
  private static final Set<FailureKind> CUT_OFF =
      EnumSet.of(
          FailureKind.UNREACHABLE,
          FailureKind.CONNECTION_REFUSED,
          FailureKind.AUTHENTICATION_FAILED,
          FailureKind.HOST_KEY_CHANGED);

  private final CaseFile caseFile;
  private final Set<String> keys = new HashSet<>();
  private final long since;

  Asked(CaseFile caseFile) {
    this.caseFile = caseFile;
    long reopened = 0;
    for (Entry entry : caseFile.entries()) {
      if (entry.event() instanceof Event.Reopened) {
        reopened = entry.number();
        keys.clear();
      } else if (entry.event() instanceof Event.Called called) {
        keys.add(called.call().key());
      } else if (entry.event() instanceof Event.Referred referred) {
        keys.add(referred.question().key());
      }
    }
    since = reopened;
  }

  boolean already(ToolCall call) {
    return keys.contains(call.key());
  }

  /** How many more calls the budget allows. */
  int callsLeft() {
    return Math.max(0, caseFile.limits().toolCallsMax() - caseFile.toolCalls());
  }

  /** Whether a target answered nothing at all and cannot be got at. */
  boolean cutOff(String target) {
    List<CallState> calls =
        caseFile.calls().stream()
            .filter(call -> call.number() > since && call.call().target().equals(target))
            .toList();
    return calls.stream().noneMatch(CallState::observed)
        && calls.stream().anyMatch(Asked::isCutOff);
  }

  static boolean isCutOff(CallState call) {
    return call.answered()
        .map(Event.Answered::answer)
        .filter(ToolAnswer.Failed.class::isInstance)
        .map(answer -> CUT_OFF.contains(((ToolAnswer.Failed) answer).kind()))
        .orElse(false);
  }

  /** Refusals at the end of the trail, with nothing done since; newest first. */
  static List<Event.Rejected> refusedLately(CaseFile caseFile) {
    List<Event.Rejected> refused = new ArrayList<>();
    for (Entry entry : caseFile.entries().reversed()) {
      if (entry.event() instanceof Event.Rejected rejected) {
        refused.add(rejected);
      } else if (!(entry.event() instanceof Event.Struck)) {
        break;
      }
    }
    return refused;
  }
}
