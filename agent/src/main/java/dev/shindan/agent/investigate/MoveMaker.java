package dev.shindan.agent.investigate;

import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.HypothesisState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes one move happen if the rules allow it, or appends why not. */
final class MoveMaker {
  private final Rules rules;
  private final Toolbox toolbox;
  private final Examination examination;
  private final Clock clock;

  MoveMaker(Rules rules, Toolbox toolbox, Examination examination, Clock clock) {
    this.rules = rules;
    this.toolbox = toolbox;
    this.examination = examination;
    this.clock = clock;
  }

  void make(Move move, OpenTrail trail, String by, BooleanSupplier stop)
      throws InterruptedException {
    CaseFile caseFile = trail.caseFile();
    switch (move) {
      case Move.Propose propose ->
          rules
              .problemWith(propose, caseFile)
              .ifPresentOrElse(
                  problem -> reject(trail, "propose " + propose.hypothesis().kind(), problem),
                  () -> propose(propose, trail));
      case Move.Examine examine -> examine(examine, trail, by, stop);
      case Move.Judge judge ->
          rules
              .problemWith(judge, caseFile, trail.store())
              .ifPresentOrElse(
                  problem -> reject(trail, "judge #" + judge.entry(), problem),
                  () -> judge(judge, trail, by));
      case Move.Pin pin ->
          rules
              .problemWith(pin, caseFile)
              .ifPresentOrElse(
                  problem -> reject(trail, "pin #" + pin.said(), problem), () -> pin(pin, trail));
      case Move.Reply reply ->
          rules
              .problemWith(reply, caseFile)
              .ifPresentOrElse(
                  problem -> reject(trail, "reply to #" + reply.said(), problem),
                  () -> reply(reply, trail, by));
      case Move.Conclude conclude -> conclude(conclude, trail);
    }
  }

  private static void reject(OpenTrail trail, String move, String reason) {
    trail.append(new Event.Rejected(move, reason));
  }

  private void propose(Move.Propose propose, OpenTrail trail) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.Proposed(propose.hypothesis()));
    events.addAll(examination.judgeEarlierAnswers(propose.hypothesis(), trail));
    trail.append(events, List.of());
  }

  private void examine(Move.Examine examine, OpenTrail trail, String by, BooleanSupplier stop)
      throws InterruptedException {
    List<Event> events = new ArrayList<>();
    int room = trail.caseFile().limits().toolCallsMax() - trail.caseFile().toolCalls();
    for (Move.Question question : examine.questions()) {
      ToolCall call = toolbox.complete(question.call());
      Optional<String> problem = rules.problemWith(question, trail.caseFile());
      Optional<CallState> fresh = fresh(call, trail.caseFile());
      if (problem.isPresent()) {
        events.add(new Event.Rejected("ask " + call.key(), problem.get()));
      } else if (fresh.isPresent()) {
        events.add(new Event.Referred(call, fresh.get().number()));
      } else if (asked(events, call)) {
        events.add(new Event.Rejected("ask " + call.key(), "asked twice in the same batch"));
      } else if (room-- <= 0) {
        events.add(new Event.Rejected("ask " + call.key(), "the budget of tool calls is spent"));
      } else {
        events.add(
            new Event.Called(
                call, question.hypothesis(), question.prediction(), question.reason(), by));
      }
    }
    trail.append(events, List.of());
    examination.answerAll(trail, stop);
  }

  private static boolean asked(List<Event> events, ToolCall call) {
    return events.stream()
        .anyMatch(
            event ->
                event instanceof Event.Called called && called.call().key().equals(call.key()));
  }

  /** An earlier answer to the same question that is still fresh. */
  private Optional<CallState> fresh(ToolCall call, CaseFile caseFile) {
    return toolbox
        .find(call.tool())
        .flatMap(
            tool ->
                caseFile
                    .latest(call)
                    .filter(
                        earlier -> {
                          Instant until =
                              earlier.observedAt().orElseThrow().plus(tool.spec().freshness());
                          return !clock.instant().isAfter(until);
                        }));
  }

  private void judge(Move.Judge judge, OpenTrail trail, String by) {
    CallState call = trail.caseFile().call(judge.entry()).orElseThrow();
    String basis =
        toolbox.find(call.call().tool()).map(tool -> tool.spec().basis().name()).orElse("unknown");
    Strength strength =
        judge.strength().compareTo(Strength.MODERATE) > 0 ? Strength.MODERATE : judge.strength();
    trail.append(
        new Event.Judged(
            new Evidence(
                judge.hypothesis(),
                judge.entry(),
                judge.bearing(),
                strength,
                basis,
                Optional.empty(),
                judge.why(),
                judge.quote()),
            by));
  }

  private static void pin(Move.Pin pin, OpenTrail trail) {
    Event.Said said = Rules.said(pin.said(), trail.caseFile()).orElseThrow();
    trail.append(
        new Event.Pinned(pin.said(), pin.target(), pin.healthy(), said.author(), said.text()));
  }

  private static void reply(Move.Reply reply, OpenTrail trail, String by) {
    Rules.Checked checked = Rules.check(reply.claims(), trail.caseFile(), trail.store());
    List<Event> events = new ArrayList<>(checked.struck());
    events.add(new Event.Replied(reply.said(), checked.standing(), by));
    trail.append(events, List.of());
  }

  private void conclude(Move.Conclude conclude, OpenTrail trail) {
    CaseFile caseFile = trail.caseFile();
    String move = "conclude " + conclude.outcome().name().toLowerCase(java.util.Locale.ROOT);
    Optional<String> problem = rules.problemWith(conclude, caseFile);
    if (problem.isPresent()) {
      reject(trail, move, problem.get());
      return;
    }
    List<Event> events = new ArrayList<>();
    List<Verdict.Cause> causes = new ArrayList<>();
    for (Move.NamedCause cause : conclude.causes()) {
      Rules.Checked checked = Rules.check(cause.claims(), caseFile, trail.store());
      events.addAll(checked.struck());
      if (checked.standing().isEmpty()) {
        events.add(
            new Event.Rejected(
                move, "no claim for " + cause.hypothesis() + " stood the citation check"));
        trail.append(events, List.of());
        return;
      }
      causes.add(cause(caseFile.hypothesis(cause.hypothesis()).orElseThrow(), checked.standing()));
    }
    Rules.Checked summary = Rules.check(conclude.summary(), caseFile, trail.store());
    events.addAll(summary.struck());
    trail.append(events, List.of());
    trail.append(
        new Event.Concluded(
            Reports.concluded(
                trail.caseFile(),
                conclude.outcome(),
                causes,
                summary.standing(),
                conclude.nextChecks(),
                EndedBy.REASONER,
                clock.instant())));
  }

  private static Verdict.Cause cause(HypothesisState state, List<Claim> claims) {
    return new Verdict.Cause(
        state.hypothesis().target(),
        state.hypothesis().kind(),
        Math.round(state.probability() * 1000) / 1000.0,
        claims);
  }
}
