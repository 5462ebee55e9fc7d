package dev.shindan.agent.investigate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule both ways: a move that may happen, and the same move when it may not. */
final class RulesTest {
  private static final Optional<String> FIRST_LOOK = Optional.empty();
  private static final Optional<String> TESTS_H1 = Optional.of("h1");
  private static final String OK = "";

  private final Rules rules =
      new Rules(
          Bench.inventory(),
          new Toolbox(
              List.of(
                  new Bench.CannedTool("disk", Set.of(Coverage.ERRORS, Coverage.SATURATION)),
                  new Bench.CannedTool("log", Set.of(Coverage.LATENCY)))),
          Set.of("disk-full-bytes"));

  /**
   * The calls of {@code looked()} are #2 (disk) and #4 (log); with a hypothesis before, #3 and #5.
   */
  private static WrittenTrail looked() {
    return trail().observed("disk", "app1", FIRST_LOOK).observed("log", "app1", FIRST_LOOK);
  }

  private static ToolAnswer alerts(int firing, int silenced) {
    return new ToolAnswer.Observed(
        Json.MAPPER.valueToTree(
            Map.of(
                "firingHere",
                firing,
                "silencedHere",
                silenced,
                "alerts",
                List.of(Map.of("name", "DiskFull", "line", "DiskFull app1")))));
  }

  private static WrittenTrail trail() {
    return new WrittenTrail(List.of("app1"));
  }

  private static WrittenTrail suspected() {
    return trail().proposed("h1").observed("disk", "app1", FIRST_LOOK);
  }

  private static WrittenTrail supported(Strength strength) {
    return suspected().evidence("h1", 3, Bearing.SUPPORTS, strength, "statvfs");
  }

  static Stream<Arguments> proposals() {
    return Stream.of(
        Arguments.of(trail(), "disk-full-bytes", "app1", OK),
        Arguments.of(trail(), "disk-full-bytes", "app1:/data", OK),
        Arguments.of(trail(), Hypothesis.OTHER, "db", OK),
        Arguments.of(trail(), "disk-full-bytes", "app9", "'app9' is not in the inventory"),
        Arguments.of(trail(), "gremlins", "app1", "'gremlins' is not in the catalogue"),
        Arguments.of(trail().proposed("h7"), "disk-full-bytes", "app1", "stands as h7"),
        Arguments.of(trail().proposed("h1"), "other", "db", "h1 exists already"));
  }

  @ParameterizedTest
  @MethodSource("proposals")
  void proposal(WrittenTrail trail, String kind, String target, String problem) {
    Hypothesis hypothesis = new Hypothesis("h1", kind, target, "s", 0.1, "");
    assertProblem(rules.problemWith(new Move.Propose(hypothesis), trail.caseFile()), problem);
  }

  static Stream<Arguments> questions() {
    ToolCall disk = ToolCall.of("disk", "app1");
    Optional<String> none = Optional.empty();
    Optional<String> prediction = Optional.of("it is full");
    return Stream.of(
        Arguments.of(trail(), disk, none, none, OK),
        Arguments.of(suspected(), disk, TESTS_H1, prediction, OK),
        Arguments.of(trail(), ToolCall.of("rm", "app1"), none, none, "no tool 'rm'"),
        Arguments.of(
            trail(), ToolCall.of("disk", "app1", Map.of("x", "1")), none, none, "no argument 'x'"),
        Arguments.of(trail(), ToolCall.of("disk", "10.0.0.1"), none, none, "not in the inventory"),
        Arguments.of(trail(), disk, TESTS_H1, prediction, "no hypothesis h1"),
        Arguments.of(suspected(), disk, TESTS_H1, none, "states its prediction before looking"));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void question(
      WrittenTrail trail,
      ToolCall call,
      Optional<String> hypothesis,
      Optional<String> prediction,
      String problem) {
    Move.Question question = new Move.Question(call, hypothesis, prediction, "");
    assertProblem(rules.problemWith(question, trail.caseFile()), problem);
  }

  static Stream<Arguments> judgements() {
    WrittenTrail silent =
        trail()
            .proposed("h1")
            .answered(
                "disk",
                "app1",
                FIRST_LOOK,
                new ToolAnswer.Failed(FailureKind.TIMED_OUT, "df on app1: 20 s"));
    WrittenTrail empty =
        trail().proposed("h1").answered("log", "app1", FIRST_LOOK, new ToolAnswer.Empty("log"));
    return Stream.of(
        Arguments.of(suspected(), "h1", 3L, Bearing.SUPPORTS, "93% /data", OK),
        Arguments.of(suspected(), "h1", 3L, Bearing.REFUTES, "", OK),
        Arguments.of(suspected(), "h2", 3L, Bearing.SUPPORTS, "", "no hypothesis h2"),
        Arguments.of(suspected(), "h1", 2L, Bearing.SUPPORTS, "", "#2 is no answered call"),
        Arguments.of(suspected(), "h1", 9L, Bearing.SUPPORTS, "", "#9 is no answered call"),
        Arguments.of(suspected(), "h1", 3L, Bearing.SUPPORTS, "100% /data", "quote is not in"),
        Arguments.of(silent, "h1", 3L, Bearing.REFUTES, "", "absence refutes nothing"),
        Arguments.of(empty, "h1", 3L, Bearing.REFUTES, "", "absence refutes nothing"));
  }

  @ParameterizedTest
  @MethodSource("judgements")
  void judgement(
      WrittenTrail trail,
      String hypothesis,
      long entry,
      Bearing bearing,
      String quote,
      String problem) {
    Move.Judge judge = new Move.Judge(hypothesis, entry, bearing, Strength.MODERATE, "why", quote);
    assertProblem(rules.problemWith(judge, trail.caseFile(), trail.raws()), problem);
  }

  static Stream<Arguments> rootCauses() {
    return Stream.of(
        // two bases, the second found by a test that could have refuted it
        Arguments.of(
            supported(Strength.STRONG)
                .observed("log", "app1", TESTS_H1)
                .evidence("h1", 6, Bearing.SUPPORTS, Strength.STRONG, "kernel_log"),
            OK),
        // a decisive check, and a symptom was seen
        Arguments.of(supported(Strength.DECISIVE).finding(3, Severity.WARNING), OK),
        Arguments.of(
            supported(Strength.DECISIVE), "never put to a test that could have refuted it"),
        Arguments.of(suspected(), "h1 has no judged support"),
        Arguments.of(supported(Strength.STRONG), "never put to a test"),
        Arguments.of(
            supported(Strength.STRONG).observed("log", "app1", TESTS_H1), "rests on one basis"),
        Arguments.of(
            supported(Strength.WEAK)
                .observed("log", "app1", TESTS_H1)
                .evidence("h1", 6, Bearing.SUPPORTS, Strength.WEAK, "kernel_log")
                .evidence("h1", 6, Bearing.REFUTES, Strength.STRONG, "app_log"),
            "h1 is at probability"));
  }

  @ParameterizedTest
  @MethodSource("rootCauses")
  void rootCause(WrittenTrail trail, String problem) {
    Claim claim = new Claim("the disk is full", List.of(new Citation(3, "")));
    assertProblem(conclude(trail, Outcome.ROOT_CAUSE, "h1", List.of(claim)), problem);
  }

  static Stream<Arguments> otherConclusions() {
    List<Claim> none = List.of();
    return Stream.of(
        Arguments.of(looked(), Outcome.NO_FAULT, "", none, OK),
        Arguments.of(trail(), Outcome.INCONCLUSIVE, "", none, OK),
        Arguments.of(trail(), Outcome.NO_FAULT, "", none, "not looked at: errors on app1"),
        Arguments.of(
            trail().observed("disk", "app1", FIRST_LOOK),
            Outcome.NO_FAULT,
            "",
            none,
            "not looked at: latency on app1"),
        Arguments.of(
            trail()
                .observed("disk", "app1", FIRST_LOOK)
                .answered("log", "app1", FIRST_LOOK, new ToolAnswer.Empty("log")),
            Outcome.NO_FAULT,
            "",
            none,
            "not looked at: latency on app1"),
        Arguments.of(
            looked().answered("alerts", "app1", FIRST_LOOK, alerts(1, 1)),
            Outcome.NO_FAULT,
            "",
            none,
            OK),
        Arguments.of(
            looked().answered("alerts", "app1", FIRST_LOOK, alerts(1, 0)),
            Outcome.NO_FAULT,
            "",
            none,
            "the alert DiskFull fires on app1"),
        Arguments.of(
            looked()
                .answered("alerts", "app1", FIRST_LOOK, alerts(1, 0))
                .answered("alerts", "app1", FIRST_LOOK, new ToolAnswer.Empty("none fires")),
            Outcome.NO_FAULT,
            "",
            none,
            OK),
        Arguments.of(
            looked().finding(2, Severity.CRITICAL),
            Outcome.NO_FAULT,
            "",
            none,
            "a critical finding stands"),
        Arguments.of(
            looked()
                .proposed("h1")
                .evidence("h1", 2, Bearing.SUPPORTS, Strength.DECISIVE, "statvfs"),
            Outcome.NO_FAULT,
            "",
            none,
            "h1 is supported"),
        Arguments.of(looked().proposed("h1"), Outcome.NO_FAULT, "h1", none, "names no cause"),
        Arguments.of(suspected(), Outcome.INCONCLUSIVE, "h1", none, "names no cause"),
        Arguments.of(suspected(), Outcome.ROOT_CAUSE, "", none, "names at least one hypothesis"),
        Arguments.of(suspected(), Outcome.ROOT_CAUSE, "h2", none, "no hypothesis h2"),
        Arguments.of(
            supported(Strength.DECISIVE).finding(3, Severity.WARNING),
            Outcome.ROOT_CAUSE,
            "h1",
            none,
            "is carried by no claim"));
  }

  @ParameterizedTest
  @MethodSource("otherConclusions")
  void otherConclusion(
      WrittenTrail trail, Outcome outcome, String cause, List<Claim> claims, String problem) {
    assertProblem(conclude(trail, outcome, cause, claims), problem);
  }

  static Stream<Arguments> pinsAndReplies() {
    Event said = new Event.Said("m1", "ann", "the database is fine");
    return Stream.of(
        Arguments.of(trail().add(said), 2L, "db", OK, OK),
        Arguments.of(trail().add(said), 2L, "db9", "not in the inventory", OK),
        Arguments.of(
            trail().add(said), 1L, "db", "#1 is nothing a person said", "#1 waits for no answer"),
        Arguments.of(
            trail().add(said).add(new Event.Replied(2, List.of(), "builtin")),
            2L,
            "db",
            OK,
            "#2 waits for no answer"));
  }

  @ParameterizedTest
  @MethodSource("pinsAndReplies")
  void pinAndReply(
      WrittenTrail trail, long said, String target, String pinProblem, String replyProblem) {
    assertProblem(
        rules.problemWith(new Move.Pin(said, target, true), trail.caseFile()), pinProblem);
    assertProblem(
        rules.problemWith(new Move.Reply(said, List.of()), trail.caseFile()), replyProblem);
  }

  private Optional<String> conclude(
      WrittenTrail trail, Outcome outcome, String cause, List<Claim> claims) {
    List<Move.NamedCause> causes =
        cause.isEmpty() ? List.of() : List.of(new Move.NamedCause(cause, claims));
    return rules.problemWith(
        new Move.Conclude(outcome, causes, List.of(), List.of()), trail.caseFile());
  }

  private static void assertProblem(Optional<String> answer, String expected) {
    if (expected.isEmpty()) {
      assertThat(answer).isEmpty();
    } else {
      assertThat(answer.orElse("allowed")).contains(expected);
    }
  }
}
