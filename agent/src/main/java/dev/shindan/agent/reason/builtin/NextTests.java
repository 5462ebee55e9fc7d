package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.Check;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.catalogue.On;
import dev.shindan.agent.catalogue.Weight;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.reason.Move.Question;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the tests with the most expected information per cost. */
final class NextTests {
  private static final int BATCH_MAX = 6;

  /** Of peers, or of those that depend on a target, as many tell enough. */
  private static final int OTHERS_MAX = 2;

  /** Less expected information than this (nats per unit of cost) is not worth a call. */
  private static final double WORTH_FROM = 0.002;

  private final Catalogue catalogue;
  private final Toolbox toolbox;
  private final Inventory inventory;

  NextTests(Catalogue catalogue, Toolbox toolbox, Inventory inventory) {
    this.catalogue = catalogue;
    this.toolbox = toolbox;
    this.inventory = inventory;
  }

  /**
   * A call that could be made, for the hypothesis it says most about.
   *
   * @param worth expected information over all hypotheses, per cost
   * @param challenge whether it could refute the leader
   */
  private record Test(
      ToolCall call, HypothesisState of, Check check, double worth, boolean challenge) {
    Test and(Test other) {
      Test stronger = other.worth > worth ? other : this;
      return new Test(
          call, stronger.of, stronger.check, worth + other.worth, challenge || other.challenge);
    }
  }

  /** The best tests that were not made yet; empty when nothing more is worth asking. */
  List<Question> questions(CaseFile caseFile) {
    Map<String, Test> tests = new LinkedHashMap<>();
    Asked asked = new Asked(caseFile);
    for (HypothesisState state : caseFile.hypotheses()) {
      if (state.status() != HypothesisState.Status.REFUTED) {
        for (Test test : testsOf(state, asked)) {
          tests.merge(test.call().key(), test, Test::and);
        }
      }
    }
    double best = tests.values().stream().mapToDouble(Test::worth).max().orElse(0);
    return tests.values().stream()
        .filter(
            test -> test.challenge() || (test.worth() >= WORTH_FROM && test.worth() >= best / 2))
        .sorted(
            Comparator.comparingInt((Test test) -> test.challenge() ? 0 : 1)
                .thenComparingDouble(test -> -test.worth())
                .thenComparing(test -> test.call().key()))
        .limit(Math.min(BATCH_MAX, asked.callsLeft()))
        .map(NextTests::question)
        .toList();
  }

  private List<Test> testsOf(HypothesisState state, Asked asked) {
    return catalogue
        .find(state.hypothesis().kind())
        .map(FaultKind::checks)
        .orElse(List.of())
        .stream()
        .flatMap(check -> testsOf(state, check).stream())
        .filter(test -> !asked.already(test.call()) && !asked.cutOff(test.call().target()))
        .toList();
  }

  private List<Test> testsOf(HypothesisState state, Check check) {
    List<String> targets = catalogue.targetsOf(check, state.hypothesis().target());
    return targets.stream()
        .limit(mostOf(check.on(), targets))
        .flatMap(target -> calls(check, target).stream())
        .map(
            call ->
                new Test(
                    call,
                    state,
                    check,
                    information(state.probability(), check.then(), check.otherwise())
                        / weightOf(check),
                    state.status() == HypothesisState.Status.SUPPORTED && check.canRefute()))
        .toList();
  }

  private static int mostOf(On on, List<String> targets) {
    return switch (on) {
      case SELF, DEPENDENCY -> targets.size();
      case CALLERS, PEERS -> OTHERS_MAX;
    };
  }

  /** Whether any check that supports the kind can be made with the tools there are. */
  boolean mayProve(FaultKind kind, String target) {
    return kind.checks().stream()
        .filter(check -> check.then().bearing() == Bearing.SUPPORTS)
        .anyMatch(
            check ->
                catalogue.targetsOf(check, target).stream()
                    .anyMatch(name -> !calls(check, name).isEmpty()));
  }

  private List<ToolCall> calls(Check check, String name) {
    Optional<Target> target = inventory.find(name);
    Optional<Tool> tool = toolbox.find(check.tool());
    if (target.isEmpty() || tool.isEmpty() || !tool.get().appliesTo(target.get())) {
      return List.of();
    }
    return check.argumentsFor(target.get()).stream()
        .map(arguments -> toolbox.complete(ToolCall.of(check.tool(), name, arguments)))
        .filter(call -> toolbox.problemWith(call).isEmpty())
        .toList();
  }

  private int weightOf(Check check) {
    return toolbox.find(check.tool()).map(tool -> tool.spec().cost().weight()).orElse(1);
  }

  private static Question question(Test test) {
    String limit = test.check().threshold();
    return new Question(
        test.call(),
        Optional.of(test.of().hypothesis().id()),
        Optional.of(
            "if so, "
                + test.check().id()
                + (test.check().then().likelihoodRatio() >= 1 ? " holds" : " does not hold")
                + (limit.isEmpty() ? "" : " (" + limit + ")")),
        (test.challenge() ? "could refute: " : "tells most per cost about: ")
            + test.of().hypothesis().statement());
  }

  /**
   * How much the entropy of a hypothesis is expected to drop, in nats, when a check is made whose
   * two sides have the given likelihood ratios.
   *
   * <p>With r = P(yes|H)/P(yes|¬H) and s = P(no|H)/P(no|¬H) it follows that P(yes|¬H) =
   * (1-s)/(r-s).
   */
  static double information(double probability, Weight then, Weight otherwise) {
    double yes = then.likelihoodRatio();
    double no = otherwise.likelihoodRatio();
    if (Math.abs(yes - no) < 1e-9 || (yes - 1) * (no - 1) > 0) {
      return 0;
    }
    double yesWithout = (1 - no) / (yes - no);
    double yesWith = yes * yesWithout;
    double yesAtAll = probability * yesWith + (1 - probability) * yesWithout;
    if (yesAtAll <= 0 || yesAtAll >= 1) {
      return 0;
    }
    double afterYes = probability * yesWith / yesAtAll;
    double afterNo = probability * (1 - yesWith) / (1 - yesAtAll);
    return Math.max(
        0, entropy(probability) - yesAtAll * entropy(afterYes) - (1 - yesAtAll) * entropy(afterNo));
  }

  private static double entropy(double probability) {
    if (probability <= 0 || probability >= 1) {
      return 0;
    }
    return -probability * Math.log(probability) - (1 - probability) * Math.log(1 - probability);
  }
}
