package dev.shindan.agent.reason.llm;

import static dev.shindan.agent.reason.llm.ScriptedModelServer.calls;
import static dev.shindan.agent.reason.llm.ScriptedModelServer.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.reason.llm.ScriptedModelServer.Answer;
import dev.shindan.agent.reason.llm.ScriptedModelServer.Call;
import dev.shindan.agent.trail.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LlmReasonerTest {
  private static final Call PROPOSE =
      new Call(
          "c1",
          "propose_hypothesis",
          """
          {"kind":"disk-full-bytes","target":"app1:/data","statement":"/data is full",
           "because":"the alert names it"}\
          """);
  private static final Call DISK =
      new Call(
          "c2",
          "disk_usage",
          """
          {"target":"app1","lines":"20","hypothesis":"h1","prediction":"100% on /data"}\
          """);
  private static final Call LOG = new Call("c3", "kernel_log", "{\"target\":\"app1\"}");

  private static Call judge(long entry) {
    return new Call(
        "j" + entry,
        "judge_evidence",
        """
        {"hypothesis":"h1","entry":%d,"bearing":"supports","strength":"moderate",
         "why":"it is full","quote":"/dev/loop0 100%% /data"}\
        """
            .formatted(entry));
  }

  private static Call conclude(long entry, String quote) {
    String claim =
        "{\"text\":\"/data is full\",\"citations\":[{\"entry\":%d,\"quote\":\"%s\"}]}"
            .formatted(entry, quote);
    return new Call(
        "e1",
        "conclude",
        """
        {"outcome":"root_cause","causes":[{"hypothesis":"h1","claims":[%s]}],"summary":[%s],
         "next_checks":["free space"]}\
        """
            .formatted(claim, claim));
  }

  @Test
  void aGoodRunEndsWithACitedRootCause() throws Exception {
    // 1 opened, 2 turned, 3 proposed, 4 turned, 5 and 6 called, then two answers with findings,
    // 11 turned, 12 and 13 judged, 14 turned, 15 concluded
    try (var server =
        new ScriptedModelServer(
            calls(PROPOSE),
            calls(DISK, LOG),
            calls(judge(5), judge(6)),
            calls(conclude(5, "/dev/loop0 100% /data")))) {
      Scene scene = new Scene(server.baseUrl());
      Verdict verdict = scene.run();

      assertThat(verdict.outcome()).isEqualTo(Outcome.ROOT_CAUSE);
      assertThat(verdict.endedBy()).isEqualTo(EndedBy.REASONER);
      assertThat(verdict.causes().getFirst().target()).isEqualTo("app1:/data");
      assertThat(scene.events(Event.HandedOver.class)).isEmpty();
      assertThat(scene.events(Event.Turned.class)).hasSize(4);
      Event.Turned turned = scene.events(Event.Turned.class).getFirst();
      assertThat(turned.inputTokens()).isEqualTo(1_000);
      assertThat(turned.cost()).isEqualTo((1_000 * 2 + 100 * 10) / 1e6);
      assertThat(turned.prompt()).isEqualTo("investigate");
      assertThat(turned.promptHash()).hasSize(64);
      assertEachTurnOnlyAddsToThePrefix(server.requests());
    }
  }

  private static void assertEachTurnOnlyAddsToThePrefix(List<JsonNode> requests) {
    List<JsonNode> before = List.of();
    for (JsonNode request : requests) {
      List<JsonNode> messages = new ArrayList<>();
      request.path("messages").forEach(messages::add);
      assertThat(messages.subList(0, before.size())).isEqualTo(before);
      before = messages.subList(0, messages.size() - 1);
    }
    assertThat(before.toString())
        .contains("#5 disk_usage app1 lines=20", "/dev/loop0 100% /data", "usedPercent");
  }

  @Test
  void anInventedQuoteIsShownToTheModelAsARefusal() throws Exception {
    try (var server =
        new ScriptedModelServer(
            calls(PROPOSE),
            calls(DISK, LOG),
            calls(judge(5), judge(6)),
            calls(conclude(5, "/dev/loop0 101% /data")))) {
      Scene scene = new Scene(server.baseUrl());
      Verdict verdict = scene.run();

      assertThat(scene.events(Event.Struck.class)).isNotEmpty();
      assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      JsonNode messages = server.requests().get(4).path("messages");
      JsonNode result = messages.get(messages.size() - 2);
      assertThat(result.path("tool_call_id").asText()).isEqualTo("e1");
      assertThat(result.path("content").asText()).contains("struck out:", "refused: conclude");
    }
  }

  @Test
  void callsWithoutIdsGetOursAndRunTogether() throws Exception {
    try (var server =
        new ScriptedModelServer(
            calls(
                new Call("", DISK.name(), "{\"target\":\"app1\"}"),
                new Call("", LOG.name(), LOG.arguments())))) {
      Turn turn = new Scene(server.baseUrl()).next();

      assertThat(turn.moves()).hasSize(1);
      assertThat(((Move.Examine) turn.moves().getFirst()).questions())
          .extracting(question -> question.call().key())
          .containsExactly("disk_usage app1 lines=20", "kernel_log app1 lines=20");
      assertThat(turn.model().orElseThrow().message().path("toolCalls").findValuesAsText("id"))
          .containsExactly("t0001c000", "t0001c001");
    }
  }

  @Test
  void malformedArgumentsAndUnknownToolsAreRepaired() throws Exception {
    try (var server =
        new ScriptedModelServer(
            calls(new Call("c1", "disk_usage", "{\"target\":\"app1\"")),
            calls(new Call("c2", "rm_everything", "{}")),
            calls(LOG))) {
      Turn turn = new Scene(server.baseUrl()).next();

      assertThat(turn.moves()).hasSize(1);
      JsonNode last = server.requests().getLast().path("messages");
      assertThat(last.toString())
          .contains("error: the arguments are not JSON", "error: there is no tool 'rm_everything'");
      assertThat(turn.model().orElseThrow().message().path("discarded")).hasSize(2);
      assertThat(turn.model().orElseThrow().inputTokens()).isEqualTo(3_000);
    }
  }

  @Test
  void aUsableCallIsCarriedOutBesideAnUnusableOne() throws Exception {
    Call outside = new Call("c9", "disk_usage", "{\"target\":\"elsewhere\"}");
    try (var server = new ScriptedModelServer(calls(outside, LOG))) {
      Turn turn = new Scene(server.baseUrl()).next();

      assertThat(((Move.Examine) turn.moves().getFirst()).questions()).hasSize(1);
      assertThat(turn.model().orElseThrow().message().toString())
          .contains("target must be one of [app1, db]");
    }
  }

  @Test
  void repairsAreBounded() {
    Answer wrong = calls(new Call("c1", "disk_usage", "{}"));
    try (var server = new ScriptedModelServer(wrong, wrong, wrong, calls(LOG))) {
      assertThatThrownBy(() -> new Scene(server.baseUrl()).next())
          .isInstanceOf(Reasoner.Failed.class)
          .hasMessageContaining("no usable tool call in 3 answers")
          .hasMessageContaining("target is missing");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void proseAloneIsNudgedOnceAndThenFails() {
    try (var server = new ScriptedModelServer(prose("It is the disk."), prose("As I said."))) {
      assertThatThrownBy(() -> new Scene(server.baseUrl()).next())
          .isInstanceOf(Reasoner.Failed.class)
          .hasMessageContaining("called no tool");
      assertThat(server.requests().getLast().toString()).contains("Nothing was called.");
    }
  }

  @Test
  void overloadIsTriedAgain() throws Exception {
    try (var server =
        new ScriptedModelServer(
            new Answer.Status(429, "{\"error\":{\"message\":\"slow down\"}}"),
            new Answer.Status(500, "broken"),
            calls(LOG))) {
      assertThat(new Scene(server.baseUrl()).next().moves()).hasSize(1);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void retriesAreBoundedAndTheReasonIsOneLineWithoutTheKey() {
    Answer broken = new Answer.Status(500, "no\nluck with key-of-the-test");
    try (var server = new ScriptedModelServer(broken, broken, broken, calls(LOG))) {
      assertThatThrownBy(() -> new Scene(server.baseUrl()).next())
          .isInstanceOf(Reasoner.Failed.class)
          .hasMessageContaining("model scripted: InternalServerException")
          .message()
          .doesNotContain("\n", "key-of-the-test");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aWrongKeyIsNotTriedAgain() {
    try (var server = new ScriptedModelServer(new Answer.Status(401, "wrong key"), calls(LOG))) {
      assertThatThrownBy(() -> new Scene(server.baseUrl()).next())
          .isInstanceOf(Reasoner.Failed.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aDisconnectInTheMiddleHandsOverAtOnce() throws Exception {
    try (var server = new ScriptedModelServer(calls(PROPOSE), new Answer.Disconnect())) {
      Scene scene = new Scene(server.baseUrl());
      long began = System.nanoTime();
      Verdict verdict = scene.run();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(server.requests()).hasSize(2);
      assertThat(scene.events(Event.HandedOver.class))
          .singleElement()
          .satisfies(handed -> assertThat(handed.from()).isEqualTo("llm:scripted"));
      assertThat(scene.events(Event.Interim.class)).hasSize(1);
    }
  }

  @Test
  void aRefusedConnectionHandsOverAtOnce() throws Exception {
    String nobody;
    try (var server = new ScriptedModelServer()) {
      nobody = server.baseUrl();
    }
    Scene scene = new Scene(nobody);
    long began = System.nanoTime();
    var _ = scene.run();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(scene.events(Event.HandedOver.class)).hasSize(1);
  }

  @Test
  void silenceFailsWithinTheAnswerTimeout() {
    try (var server = new ScriptedModelServer(new Answer.Silence())) {
      Scene scene = new Scene(Scene.settings(server.baseUrl(), Duration.ofMillis(400)));
      long began = System.nanoTime();
      assertThatThrownBy(scene::next).isInstanceOf(Reasoner.Failed.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aPersonWhoWaitsCanBeAnswered() throws Exception {
    Call reply =
        new Call(
            "r1",
            "reply",
            "{\"said\":2,\"claims\":[{\"text\":\"Not yet known.\",\"citations\":[]}]}");
    try (var server = new ScriptedModelServer(calls(LOG), calls(reply))) {
      Scene scene = new Scene(server.baseUrl());
      var _ = scene.next();
      assertThat(server.requests().getFirst().path("tools").findValuesAsText("name"))
          .doesNotContain("reply", "pin_statement");
      var _ =
          scene.store.append(
              Scene.INVESTIGATION, 2, List.of(new Event.Said("m1", "ann", "why?")), List.of());

      assertThat(scene.next().moves()).containsExactly(new Move.Reply(2, claimsOf(reply)));
      assertThat(server.requests().getLast().path("tools").findValuesAsText("name"))
          .contains("reply", "pin_statement");
      assertThat(server.requests().getLast().toString()).contains("ann waits for an answer to #2");
    }
  }

  private static List<dev.shindan.agent.model.Claim> claimsOf(Call reply) {
    assertThat(reply.arguments()).contains("Not yet known.");
    return List.of(new dev.shindan.agent.model.Claim("Not yet known.", List.of()));
  }

  @Test
  void secretsDoNotReachTheTrail() throws Exception {
    Call leaking =
        new Call("c1", "kernel_log", "{\"target\":\"app1\",\"reason\":\"password=hunter22 seen\"}");
    try (var server = new ScriptedModelServer(calls(leaking))) {
      Turn turn = new Scene(server.baseUrl()).next();
      assertThat(turn.toString()).contains("password=[redacted]").doesNotContain("hunter22");
    }
  }

  @Test
  void theKeyIsNeverShown() {
    assertThat(LlmSettings.of("http://model", "sk-very-secret", "m").toString())
        .doesNotContain("sk-very-secret");
  }
}
