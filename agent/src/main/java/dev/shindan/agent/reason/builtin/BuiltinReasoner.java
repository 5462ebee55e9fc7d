package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.reason.Move.Question;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import java.util.List;
import java.util.Optional;

/**
 * Reasons over the fault catalogue, without a model: looks, suspects, tests, challenges, concludes.
 * Holds no state; the same case file always gives the same turn. Thread-safe.
 */
public final class BuiltinReasoner implements Reasoner {
  /** Its name on the trail. */
  public static final String NAME = "builtin";

  private final ChatAnswers chatAnswers;
  private final FirstLook firstLook;
  private final Suspicions suspicions;
  private final NextTests nextTests;
  private final Conclusion conclusion;

  public BuiltinReasoner(Catalogue catalogue, Toolbox toolbox, Inventory inventory) {
    chatAnswers = new ChatAnswers(toolbox, inventory);
    firstLook = new FirstLook(toolbox, inventory);
    nextTests = new NextTests(catalogue, toolbox, inventory);
    suspicions = new Suspicions(catalogue, inventory, nextTests::mayProve);
    conclusion = new Conclusion(catalogue, toolbox, inventory);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Turn next(CaseFile caseFile) {
    Optional<Turn> answer = chatAnswers.next(caseFile);
    if (answer.isPresent()) {
      return answer.get();
    }
    List<Event.Rejected> refused = Asked.refusedLately(caseFile);
    if (!refused.isEmpty()) {
      boolean concluding =
          refused.stream().anyMatch(rejected -> rejected.move().startsWith("conclude"));
      return Turn.of(concluding ? conclusion.withoutClaims(caseFile) : conclusion.of(caseFile));
    }
    List<Question> looks = firstLook.questions(caseFile);
    if (!looks.isEmpty()) {
      return Turn.of(new Move.Examine(looks));
    }
    List<Hypothesis> suspected = suspicions.hypotheses(caseFile);
    if (!suspected.isEmpty()) {
      return Turn.of(suspected.stream().<Move>map(Move.Propose::new).toList());
    }
    List<Question> tests = nextTests.questions(caseFile);
    return tests.isEmpty() ? Turn.of(conclusion.of(caseFile)) : Turn.of(new Move.Examine(tests));
  }
}
