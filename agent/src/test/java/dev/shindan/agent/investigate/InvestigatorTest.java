package dev.shindan.agent.investigate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.TrailStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InvestigatorTest {
  private static final Claim TRUE_CLAIM =
      new Claim("app1:/data is full: 100 % used.", List.of(new Citation(3, "100% /data")));

  private final Bench bench = new Bench();

  @Test
  void aRunFromQuestionToVerdictIsOnTheTrail() throws Exception {
    Verdict verdict = bench.run(wholeRun(TRUE_CLAIM));

    assertThat(verdict.outcome()).isEqualTo(Outcome.ROOT_CAUSE);
    assertThat(verdict.causes())
        .singleElement()
        .satisfies(
            cause -> {
              assertThat(cause.target()).isEqualTo("app1:/data");
              assertThat(cause.probability()).isGreaterThan(0.9);
              assertThat(cause.claims()).containsExactly(TRUE_CLAIM);
            });
    assertThat(bench.events())
        .extracting(event -> event.getClass().getSimpleName())
        .startsWith("Opened", "Proposed", "Called", "Answered", "Found", "Judged", "Called");
  }

  @Test
  void anInventedQuoteIsStruckAndTheRootCauseRefused() throws Exception {
    Claim invented =
        new Claim("app1:/data is full.", List.of(new Citation(3, "No space left on device")));

    Verdict verdict = bench.run(wholeRun(invented));

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(bench.events())
        .anyMatch(event -> event instanceof Event.Struck struck && struck.claim().equals(invented));
    assertThat(bench.events())
        .anyMatch(
            event ->
                event instanceof Event.Rejected rejected
                    && rejected.reason().contains("stood the citation check"));
  }

  @Test
  void aNumberThatNobodyMeasuredIsStruck() throws Exception {
    Claim wrong = new Claim("app1:/data is 73 % used.", List.of(new Citation(3, "100% /data")));

    assertThat(bench.run(wholeRun(wrong)).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
  }

  @Test
  void aRootCauseWithoutSupportIsRejected() throws Exception {
    bench.run(
        caseFile ->
            caseFile.hypotheses().isEmpty() ? Turn.of(propose(), conclude(TRUE_CLAIM)) : abstain());

    assertThat(bench.rejections()).contains("h1 has no judged support");
  }

  @Test
  void aTargetOutsideTheInventoryIsNeverTouched() throws Exception {
    bench.run(
        caseFile ->
            caseFile.moves() == 0
                ? Turn.of(
                    new Move.Examine(
                        List.of(
                            Move.Question.firstLook(
                                ToolCall.of("disk_usage", "evil.example"), "look"))))
                : abstain());

    assertThat(bench.rejections()).containsExactly("target 'evil.example' is not in the inventory");
    assertThat(bench.tool.calls()).isEmpty();
  }

  @Test
  void noFaultIsRefusedWhileSomethingWasNotLookedAt() throws Exception {
    bench.run(
        caseFile ->
            caseFile.moves() == 0
                ? Turn.of(new Move.Conclude(Outcome.NO_FAULT, List.of(), List.of(), List.of()))
                : abstain());

    assertThat(bench.rejections().getFirst()).startsWith("not looked at: errors on app1");
  }

  @Test
  void anEqualQuestionIsAnsweredByReferenceWhileFresh() throws Exception {
    bench.run(
        caseFile ->
            caseFile.moves() < 2
                ? Turn.of(
                    new Move.Examine(
                        List.of(
                            Move.Question.firstLook(ToolCall.of("disk_usage", "app1"), "look"))))
                : abstain());

    assertThat(bench.tool.calls()).hasSize(1);
    assertThat(bench.events()).anyMatch(Event.Referred.class::isInstance);
  }

  @Test
  void aFailedReasonerHandsOverWithAnInterimReport() throws Exception {
    Verdict verdict =
        bench.run(
            "llm",
            caseFile -> {
              throw new Reasoner.Failed("the endpoint closed the connection");
            },
            wholeRun(TRUE_CLAIM));

    assertThat(bench.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsSubsequence("HandedOver", "Interim", "Proposed", "Concluded");
    assertThat(verdict.reasoner()).isEqualTo("builtin");
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
  }

  @Test
  void theBudgetOfMovesEndsWithWhatIsKnown() throws Exception {
    bench.limits = new Limits(5, 50, Duration.ofMinutes(1), Duration.ofSeconds(5), 4, 1000, 1);

    Verdict verdict =
        bench.run(
            _ ->
                Turn.of(
                    new Move.Examine(
                        List.of(
                            Move.Question.firstLook(ToolCall.of("disk_usage", "app1"), "again")))));

    assertThat(verdict.endedBy()).isEqualTo(EndedBy.MOVES);
    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.summary()).isNotEmpty();
  }

  @Test
  void anInterruptedCallIsFinishedAndAFinishedOneIsNotRunAgain() throws Exception {
    bench.open("builtin");
    bench.store.append(
        "i1", 2, List.of(called("disk_usage", "app1"), called("disk_usage", "db")), List.of());
    bench.answer(2);

    bench.resume(_ -> abstain());

    assertThat(bench.tool.calls()).containsExactly("disk_usage db");
    assertThat(bench.events()).anyMatch(Event.Resumed.class::isInstance);
  }

  @Test
  void theSecondWorkerOnTheSameTrailIsFenced() {
    assertThatThrownBy(
            () ->
                bench.run(
                    caseFile -> {
                      bench.store.append(
                          "i1",
                          caseFile.lastNumber() + 1,
                          List.of(new Event.Resumed("another worker")),
                          List.of());
                      return abstain();
                    }))
        .isInstanceOf(TrailStore.Fenced.class);
  }

  @Test
  void aPersonIsAnsweredAlsoAfterTheVerdict() throws Exception {
    Bench.Script script =
        caseFile ->
            caseFile.unanswered().isEmpty()
                ? abstain()
                : Turn.of(
                    new Move.Reply(caseFile.unanswered().keySet().iterator().next(), List.of()));
    bench.run(script);
    bench.store.post("i1", "message", "aki", "why?");

    bench.resume(script);

    assertThat(bench.events().getLast()).isInstanceOf(Event.Replied.class);
  }

  @Test
  void anOperatorCanStopIt() throws Exception {
    bench.open("builtin");
    bench.store.post("i1", "stop", "aki", "");

    bench.resume(_ -> Turn.of(propose()));

    assertThat(bench.caseFile().verdict().map(Verdict::endedBy)).contains(EndedBy.OPERATOR);
  }

  private static Event.Called called(String tool, String target) {
    return new Event.Called(
        ToolCall.of(tool, target), Optional.empty(), Optional.empty(), "look", "builtin");
  }

  /** Proposes, looks twice, concludes with the claim, and abstains if that was refused. */
  private static Bench.Script wholeRun(Claim claim) {
    return caseFile -> {
      if (!bothLooked(caseFile)) {
        return caseFile.hypotheses().isEmpty()
            ? Turn.of(propose(), look("df"))
            : Turn.of(look("log"));
      }
      return concludedBefore(caseFile) ? abstain() : Turn.of(conclude(claim));
    };
  }

  private static boolean bothLooked(CaseFile caseFile) {
    return caseFile.calls().size() >= 2;
  }

  private static boolean concludedBefore(CaseFile caseFile) {
    return caseFile.entries().stream().anyMatch(entry -> entry.event() instanceof Event.Rejected);
  }

  private static Move propose() {
    return new Move.Propose(
        new Hypothesis("h1", "disk-full-bytes", "app1:/data", "the disk is full", 0.1, "alert"));
  }

  private static Move look(String tool) {
    return new Move.Examine(
        List.of(
            new Move.Question(
                ToolCall.of(tool.equals("df") ? "disk_usage" : "kernel_log", "app1"),
                Optional.of("h1"),
                Optional.of("it shows"),
                "test")));
  }

  private static Move conclude(Claim claim) {
    return new Move.Conclude(
        Outcome.ROOT_CAUSE,
        List.of(new Move.NamedCause("h1", List.of(claim))),
        List.of(),
        List.of());
  }

  private static Turn abstain() {
    return Turn.of(new Move.Conclude(Outcome.INCONCLUSIVE, List.of(), List.of(), List.of("look")));
  }

  @Test
  void aJudgementInProseCountsAtMostAsModerate() throws Exception {
    bench.run(
        caseFile ->
            switch (caseFile.calls().size()) {
              case 0 -> Turn.of(propose(), look("df"));
              default ->
                  caseFile.hypotheses().getFirst().evidence().size() < 2
                      ? Turn.of(
                          new Move.Judge(
                              "h1", 3, Bearing.SUPPORTS, Strength.DECISIVE, "sure", "100%"))
                      : abstain();
            });

    assertThat(bench.caseFile().hypotheses().getFirst().evidence().getLast().strength())
        .isEqualTo(Strength.MODERATE);
  }

  @Test
  void anAlertAfterAVerdictThatExplainsNothingReopensAndWidensTheScope() throws Exception {
    bench.run(_ -> abstain());
    Alert later =
        new Alert(
            "alertmanager",
            "f2",
            "SlowQueries",
            Severity.CRITICAL,
            true,
            Instant.now(),
            Optional.empty(),
            Map.of("host", "db"),
            Map.of());
    bench.store.post("i1", "alert", "alertmanager", Json.write(later));

    bench.resume(_ -> abstain());

    assertThat(bench.events())
        .extracting(event -> event.getClass().getSimpleName())
        .containsSubsequence("Concluded", "AlertJoined", "Reopened", "Concluded");
    assertThat(bench.caseFile().incident().scope()).containsExactly("app1", "db");
  }

  @Test
  void aNewLookAtTheSameThingReplacesWhatTheCheckSaidBefore() throws Exception {
    bench.run(_ -> abstain());
    long called =
        bench
            .store
            .append(
                "i1",
                bench.store.lastNumber("i1") + 1,
                List.of(
                    new Event.Proposed(((Move.Propose) propose()).hypothesis()),
                    called("disk_usage", "app1"),
                    called("disk_usage", "app1")),
                List.of())
            .getLast()
            .number();
    judged(called - 1, Bearing.REFUTES);
    judged(called, Bearing.SUPPORTS);

    assertThat(bench.caseFile().hypotheses().getFirst().evidence())
        .singleElement()
        .satisfies(item -> assertThat(item.bearing()).isEqualTo(Bearing.SUPPORTS));
  }

  private void judged(long call, Bearing bearing) {
    Evidence evidence =
        new Evidence(
            "h1", call, bearing, Strength.STRONG, "statvfs", Optional.of("k/c"), "said", "");
    bench.store.append(
        "i1",
        bench.store.lastNumber("i1") + 1,
        List.of(new Event.Judged(evidence, "catalogue")),
        List.of());
  }
}
