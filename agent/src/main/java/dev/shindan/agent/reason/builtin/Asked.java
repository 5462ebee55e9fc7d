package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has been asked in this run of an investigation; a reopening starts a new run. */
final class Asked {
  /** A slow way to the host explains less. */
  private static final Duration CLOCK_APART = Duration.ofSeconds(10);

  private final CaseFile caseFile;
  private final Set<String> keys = new HashSet<>();

  Asked(CaseFile caseFile) {
    this.caseFile = caseFile;
    for (Entry entry : caseFile.entries()) {
      if (entry.event() instanceof Event.Reopened) {
        keys.clear();
      } else if (entry.event() instanceof Event.Called called) {
        keys.add(called.call().key());
      } else if (entry.event() instanceof Event.Referred referred) {
        keys.add(referred.question().key());
      }
    }
  }

  boolean already(ToolCall call) {
    return keys.contains(call.key());
  }

  boolean cutOff(String target) {
    return caseFile.cutOff(target).isPresent();
  }

  /** Whether a login to the host has measured its clock to be further from ours than is usual. */
  boolean clockApart(String host) {
    return caseFile.calls().stream()
        .filter(call -> call.call().target().equals(host))
        .flatMap(call -> call.answered().stream())
        .flatMap(answered -> answered.clockOffset().stream())
        .anyMatch(offset -> offset.abs().compareTo(CLOCK_APART) > 0);
  }

  /** How many more calls the budget allows. */
  int callsLeft() {
    return Math.max(0, caseFile.limits().toolCallsMax() - caseFile.toolCalls());
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
