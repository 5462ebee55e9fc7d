package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.reason.Move.Question;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.LoginRoutine;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CaseFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The login routine: what an experienced operator looks at on a host before thinking, in that
 * order.
 */
final class FirstLook {
  private static final String WHO = "who";
  private static final String ENVIRONMENT = "environment";
  private static final String CLOCK = "clock";

  private final Toolbox toolbox;
  private final Inventory inventory;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  FirstLook(Toolbox toolbox, Inventory inventory) {
    this.toolbox = toolbox;
    this.inventory = inventory;
    LoginRoutine.STEPS.forEach(step -> because(step.tool(), step.reason()));
    because(CLOCK, "the login found the clock of the host apart from ours");
    because("alerts", "whether the alert still fires, and what else does");
    because("metric_changes", "what changed around the onset");
    because("trace_changes", "who added the time, and where failures start");
    because("changes", "most incidents begin with a change");
    because("suspects", "who of all targets is the most suspect for it");
    because("log_changes", "which sentences are new since the onset");
  }

  private void because(String tool, String reason) {
    reasons.put(tool, reason);
  }

  /**
   * What has not been looked at yet on the targets in scope, the alerting ones first: before all
   * else who is there and what kind of host it is, since the rest is read in that light.
   */
  List<Question> questions(CaseFile caseFile) {
    Asked asked = new Asked(caseFile);
    List<Question> questions = new ArrayList<>();
    for (String name : caseFile.incident().scope()) {
      Optional<Target> target = inventory.find(name);
      if (target.isPresent() && !caseFile.cutOff(name).isPresent()) {
        questions.addAll(questionsOn(target.get(), asked));
      }
    }
    List<Question> before = questions.stream().filter(FirstLook::beforeTouching).toList();
    boolean unknown =
        before.stream().anyMatch(question -> question.call().tool().equals(ENVIRONMENT));
    return (unknown ? before : questions).stream().limit(asked.callsLeft()).toList();
  }

  private static boolean beforeTouching(Question question) {
    return question.call().tool().equals(WHO) || question.call().tool().equals(ENVIRONMENT);
  }

  private List<Question> questionsOn(Target target, Asked asked) {
    List<Question> questions = new ArrayList<>();
    for (Tool tool : inOrder(toolbox.applicableTo(target), asked.clockApart(target.name()))) {
      ToolCall call = toolbox.complete(ToolCall.of(tool.spec().name(), target.name()));
      if (!asked.already(call) && toolbox.problemWith(call).isEmpty()) {
        questions.add(
            Question.firstLook(
                call,
                "first look: "
                    + reasons.getOrDefault(
                        tool.spec().name(), "needed before the target may be called healthy")));
      }
    }
    return questions;
  }

  /**
   * The tools of the routine, then light ones without which nothing can be called healthy.
   *
   * @param clockApart whether the host's clock is to be looked at too
   */
  private List<Tool> inOrder(List<Tool> applicable, boolean clockApart) {
    List<Tool> tools = new ArrayList<>();
    for (String name : reasons.keySet()) {
      applicable.stream()
          .filter(tool -> tool.spec().name().equals(name))
          .filter(_ -> clockApart || !name.equals(CLOCK))
          .forEach(tools::add);
    }
    applicable.stream()
        .filter(tool -> !tools.contains(tool) && !tool.spec().covers().isEmpty())
        .filter(tool -> tool.spec().cost() != Cost.HEAVY)
        .forEach(tools::add);
    return tools;
  }
}
