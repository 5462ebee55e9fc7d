package dev.shindan.agent.investigate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.LoginRoutine;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.UnansweredStores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What could not be seen, in few lines: one for a target out of reach, one for a shared reason. */
final class Gaps {
  /** Stands for the target in a reason, so that the same reason on several targets is equal. */
  private static final String EACH = " on each";

  /** So many questions to one target that failed alike are told in one line. */
  private static final int ALIKE_MIN = 3;

  private static final Pattern COMMAND = Pattern.compile("`[^`]*`( on each: )?");

  private Gaps() {}

  /** The same question that failed for the same reason on several targets. */
  private record Shared(String tool, Map<String, String> arguments, String why) {}

  /** Every call whose latest answer was no observation, or a store's in part. */
  static List<String> of(CaseFile caseFile) {
    Map<String, String> unreachable = new LinkedHashMap<>();
    Map<Shared, Set<String>> shared = new LinkedHashMap<>();
    for (CallState call : caseFile.calls()) {
      if (!isGap(caseFile, call)) {
        continue;
      }
      ToolCall asked = call.call();
      String why =
          UnansweredStores.inPart(call)
              .or(() -> call.answered().map(answered -> why(answered.answer())))
              .orElse("not finished");
      if (call.cutOff() && caseFile.cutOff(asked.target()).isPresent()) {
        unreachable.putIfAbsent(asked.target(), asked.target() + " could not be reached: " + why);
        continue;
      }
      Shared reason =
          new Shared(asked.tool(), asked.arguments(), why.replace(" on " + asked.target(), EACH));
      shared.computeIfAbsent(reason, _ -> new LinkedHashSet<>()).add(asked.target());
    }
    List<String> lines = new ArrayList<>(unreachable.values());
    lines.addAll(inFewLines(shared));
    lines.addAll(ofLoginRoutine(caseFile));
    return lines;
  }

  private static List<String> inFewLines(Map<Shared, Set<String>> shared) {
    Map<String, Map<Shared, Set<String>>> alike = new LinkedHashMap<>();
    shared.forEach(
        (reason, targets) ->
            alike
                .computeIfAbsent(
                    String.join(", ", targets) + ": " + withoutCommand(reason.why()),
                    _ -> new LinkedHashMap<>())
                .put(reason, targets));
    List<String> lines = new ArrayList<>();
    alike.forEach(
        (line, reasons) -> {
          if (reasons.size() >= ALIKE_MIN) {
            lines.add(line + " (" + tools(reasons.keySet()) + ")");
          } else {
            reasons.forEach((reason, targets) -> lines.add(one(reason, targets)));
          }
        });
    return lines;
  }

  /** Which command it was differs from question to question, and says little where all fail. */
  private static String withoutCommand(String why) {
    return COMMAND.matcher(why).replaceFirst("").replace(EACH, "");
  }

  private static String tools(Set<Shared> reasons) {
    return reasons.stream().map(Shared::tool).distinct().collect(Collectors.joining(", "));
  }

  /** The steps of the login routine that gave no facts, and were not asked alone either. */
  private static List<String> ofLoginRoutine(CaseFile caseFile) {
    List<String> lines = new ArrayList<>();
    for (CallState call : caseFile.calls()) {
      ToolCall routine = call.call();
      boolean latest =
          caseFile.latest(routine).filter(last -> last.number() == call.number()).isPresent();
      if (routine.tool().equals(LoginRoutine.TOOL) && latest && call.facts().isPresent()) {
        for (JsonNode step : call.facts().get().path("notSeen")) {
          String[] toolAndWhy = step.asText().split(": ", 2);
          ToolCall alone = ToolCall.of(toolAndWhy[0], routine.target());
          if (caseFile.calls().stream().noneMatch(other -> sameQuestion(other.call(), alone))) {
            lines.add(alone.key() + ": " + toolAndWhy[toolAndWhy.length - 1]);
          }
        }
      }
    }
    return lines;
  }

  private static boolean sameQuestion(ToolCall one, ToolCall other) {
    return one.tool().equals(other.tool()) && one.target().equals(other.target());
  }

  /** What was not recorded is named by the question before it. */
  private static String why(ToolAnswer answer) {
    return answer instanceof ToolAnswer.NotRecorded ? "not recorded" : answer.inWords();
  }

  private static boolean isGap(CaseFile caseFile, CallState call) {
    boolean latest =
        caseFile.latest(call.call()).map(last -> last.number() == call.number()).orElse(true);
    return latest && (!call.observed() || UnansweredStores.inPart(call).isPresent());
  }

  private static String one(Shared reason, Set<String> targets) {
    String where = String.join(", ", targets);
    String why = targets.size() == 1 ? reason.why().replace(EACH, " on " + where) : reason.why();
    return ToolCall.of(reason.tool(), where, reason.arguments()).key() + ": " + why;
  }
}
