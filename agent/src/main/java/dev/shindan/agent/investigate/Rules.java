package dev.shindan.agent.investigate;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.AgainstNoFault;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.HypothesisState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a move must satisfy before it happens. Pure: the same move on the same case file is always
 * answered alike. A reason is one line that the reasoner can act on.
 */
public final class Rules {
  private static final double ROOT_CAUSE_FROM = 0.5;

  private final Inventory inventory;
  private final Toolbox toolbox;
  private final Set<String> kinds;

  /**
   * @param kinds ids of the fault catalogue; {@link Hypothesis#OTHER} is always allowed
   */
  public Rules(Inventory inventory, Toolbox toolbox, Set<String> kinds) {
    this.inventory = inventory;
    this.toolbox = toolbox;
    this.kinds = Set.copyOf(kinds);
  }

  Inventory inventory() {
    return inventory;
  }

  /** Why a hypothesis may not stand on the ledger; empty when it may. */
  public Optional<String> problemWith(Move.Propose propose, CaseFile caseFile) {
    Hypothesis hypothesis = propose.hypothesis();
    if (inventory.find(hypothesis.target()).isEmpty()) {
      return Optional.of("target '" + hypothesis.target() + "' is not in the inventory");
    }
    if (!kinds.contains(hypothesis.kind()) && !hypothesis.kind().equals(Hypothesis.OTHER)) {
      return Optional.of(
          "fault kind '"
              + hypothesis.kind()
              + "' is not in the catalogue; use one of it or 'other'");
    }
    for (HypothesisState known : caseFile.hypotheses()) {
      if (known.hypothesis().id().equals(hypothesis.id())) {
        return Optional.of("hypothesis " + hypothesis.id() + " exists already");
      }
      if (known.hypothesis().kind().equals(hypothesis.kind())
          && !hypothesis.kind().equals(Hypothesis.OTHER)
          && known.hypothesis().target().equals(hypothesis.target())) {
        return Optional.of("the same hypothesis stands as " + known.hypothesis().id());
      }
    }
    return Optional.empty();
  }

  /** Why a question may not be put; empty when it may. */
  public Optional<String> problemWith(Move.Question question, CaseFile caseFile) {
    Optional<String> wrongCall = toolbox.problemWith(question.call());
    if (wrongCall.isPresent()) {
      return wrongCall;
    }
    var target = inventory.find(question.call().target());
    if (target.isEmpty()) {
      return Optional.of("target '" + question.call().target() + "' is not in the inventory");
    }
    Tool tool = toolbox.find(question.call().tool()).orElseThrow();
    if (!tool.appliesTo(target.get())) {
      return Optional.of(question.call().tool() + " does not apply to " + target.get().name());
    }
    if (question.hypothesis().isPresent()) {
      if (caseFile.hypothesis(question.hypothesis().get()).isEmpty()) {
        return Optional.of("no hypothesis " + question.hypothesis().get());
      }
      if (question.prediction().isEmpty()) {
        return Optional.of("a test of a hypothesis states its prediction before looking");
      }
    }
    return Optional.empty();
  }

  /** Why a judgement may not be entered; empty when it may. */
  public Optional<String> problemWith(Move.Judge judge, CaseFile caseFile, RawOutputs raws) {
    if (caseFile.hypothesis(judge.hypothesis()).isEmpty()) {
      return Optional.of("no hypothesis " + judge.hypothesis());
    }
    Optional<CallState> call = caseFile.call(judge.entry());
    if (call.isEmpty() || call.get().answered().isEmpty()) {
      return Optional.of(
          "#" + judge.entry() + " is no answered call; evidence cites an observation");
    }
    ToolAnswer answer = call.get().answered().get().answer();
    if (!(answer instanceof ToolAnswer.Observed) && judge.bearing() == Bearing.REFUTES) {
      return Optional.of("#" + judge.entry() + " observed nothing, and absence refutes nothing");
    }
    return new CitationCheck(caseFile, raws)
        .problemWith(new Citation(judge.entry(), judge.quote()));
  }

  /** Why the investigation may not end like this; empty when it may. Claims are checked apart. */
  public Optional<String> problemWith(Move.Conclude conclude, CaseFile caseFile) {
    return switch (conclude.outcome()) {
      case INCONCLUSIVE ->
          conclude.causes().isEmpty()
              ? Optional.empty()
              : Optional.of("an inconclusive verdict names no cause");
      case NO_FAULT -> problemWithNoFault(conclude, caseFile);
      case ROOT_CAUSE -> problemWithRootCause(conclude, caseFile);
    };
  }

  private Optional<String> problemWithRootCause(Move.Conclude conclude, CaseFile caseFile) {
    if (conclude.causes().isEmpty()) {
      return Optional.of("a root cause names at least one hypothesis");
    }
    for (Move.NamedCause cause : conclude.causes()) {
      Optional<HypothesisState> state = caseFile.hypothesis(cause.hypothesis());
      Optional<String> problem =
          state.isEmpty()
              ? Optional.of("no hypothesis " + cause.hypothesis())
              : problemWithCause(state.get(), caseFile);
      if (problem.isPresent()) {
        return problem;
      }
      if (cause.claims().isEmpty()) {
        return Optional.of("the cause " + cause.hypothesis() + " is carried by no claim");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problemWithCause(HypothesisState state, CaseFile caseFile) {
    String id = state.hypothesis().id();
    if (!state.hasAny(Bearing.SUPPORTS)) {
      return Optional.of(id + " has no judged support");
    }
    boolean decisive = state.hasDecisiveSupport() && symptomObserved(caseFile);
    if (!decisive && !refutationTried(state, caseFile)) {
      return Optional.of(id + " was never put to a test that could have refuted it");
    }
    if (!decisive && state.supportingBases() < 2) {
      return Optional.of(id + " rests on one basis alone; look at something physically different");
    }
    if (state.status() == HypothesisState.Status.REFUTED || state.probability() < ROOT_CAUSE_FROM) {
      return Optional.of(
          id + " is at probability %.2f on the evidence".formatted(state.probability()));
    }
    return Optional.empty();
  }

  private static boolean symptomObserved(CaseFile caseFile) {
    return !caseFile.incident().alerts().isEmpty() || !caseFile.findings().isEmpty();
  }

  private static boolean refutationTried(HypothesisState state, CaseFile caseFile) {
    boolean tested =
        caseFile.calls().stream()
            .anyMatch(
                call ->
                    call.observed()
                        && call.called().hypothesis().equals(Optional.of(state.hypothesis().id())));
    long lookedAt =
        state.evidence().stream().mapToLong(evidence -> evidence.entry()).distinct().count();
    return tested || lookedAt >= 2 || state.hasAny(Bearing.REFUTES);
  }

  private Optional<String> problemWithNoFault(Move.Conclude conclude, CaseFile caseFile) {
    if (!conclude.causes().isEmpty()) {
      return Optional.of("no fault names no cause");
    }
    return AgainstNoFault.reasons(caseFile, toolbox).stream().findFirst();
  }

  /** Why a person's words may not be pinned; empty when they may. */
  public Optional<String> problemWith(Move.Pin pin, CaseFile caseFile) {
    if (inventory.find(pin.target()).isEmpty()) {
      return Optional.of("target '" + pin.target() + "' is not in the inventory");
    }
    return said(pin.said(), caseFile).isPresent()
        ? Optional.empty()
        : Optional.of("#" + pin.said() + " is nothing a person said");
  }

  /** Why a reply may not be given; empty when it may. */
  public Optional<String> problemWith(Move.Reply reply, CaseFile caseFile) {
    return caseFile.unanswered().containsKey(reply.said())
        ? Optional.empty()
        : Optional.of("#" + reply.said() + " waits for no answer");
  }

  static Optional<Event.Said> said(long number, CaseFile caseFile) {
    return number >= 1
            && number <= caseFile.lastNumber()
            && caseFile.entries().get((int) number - 1).event() instanceof Event.Said said
        ? Optional.of(said)
        : Optional.empty();
  }

  /** Claims that stand, and events that strike the others. */
  static Checked check(List<Claim> claims, CaseFile caseFile, RawOutputs raws) {
    CitationCheck check = new CitationCheck(caseFile, raws);
    List<Claim> standing = new ArrayList<>();
    List<Event> struck = new ArrayList<>();
    for (Claim claim : claims) {
      Optional<String> problem = check.problemWith(claim);
      if (problem.isEmpty()) {
        standing.add(claim);
      } else {
        struck.add(new Event.Struck(claim, problem.get()));
      }
    }
    return new Checked(standing, struck);
  }

  record Checked(List<Claim> standing, List<Event> struck) {}
}
