package dev.shindan.cli.acceptance;

import static dev.shindan.agent.reason.llm.ScriptedModelServer.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.reason.llm.ScriptedModelServer;
import dev.shindan.agent.reason.llm.ScriptedModelServer.Call;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that lies convinces nobody, and one that dies stops nothing. */
final class ScriptedModelTest {
  private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(5);
  private static final String INVENTED = "/dev/invented 100% /nowhere";

  @TempDir private Path directory;

  @Test
  void inventedQuoteIsStruckAndItsRootCauseRefused() throws Exception {
    try (ScriptedModelServer model =
            new ScriptedModelServer(
                look("1", "disk_usage"),
                calls(
                    new Call(
                        "2",
                        "propose_hypothesis",
                        """
                        {"kind": "other", "target": "here", "because": "it looks so",
                         "statement": "the disk of here is full"}
                        """),
                    new Call(
                        "3",
                        "judge_evidence",
                        """
                        {"hypothesis": "h1", "entry": 3, "bearing": "supports",
                         "strength": "moderate", "why": "full", "quote": "%s"}
                        """
                            .formatted(INVENTED))),
                conclusion("4", "root_cause", "[{\"hypothesis\": \"h1\", \"claims\": [%s]}]"),
                conclusion("5", "inconclusive", "[]%.0s"));
        Server server = sandbox(model).serve()) {
      String investigation = server.ask("Is the disk full?");
      assertThat(server.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
      List<Entry> trail = server.trail(investigation);
      Event.Struck struck = only(trail, Event.Struck.class);
      assertThat(struck.claim().citations().getFirst().quote()).isEqualTo(INVENTED);
      assertThat(events(trail, Event.Rejected.class))
          .anyMatch(rejected -> rejected.move().contains("judge"))
          .anyMatch(rejected -> rejected.move().equals("conclude root_cause"));
      assertThat(only(trail, Event.Concluded.class).verdict().outcome())
          .isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(only(trail, Event.Concluded.class).verdict().summary()).isEmpty();
      assertThat(events(trail, Event.HandedOver.class)).isEmpty();
    }
  }

  @Test
  void endpointKilledInTheMiddleHandsOverWithinSeconds() throws Exception {
    ScriptedModelServer model =
        new ScriptedModelServer(
            look("1", "memory"), look("2", "pressure"), new ScriptedModelServer.Answer.Silence());
    try (model;
        Server server = sandbox(model).serve()) {
      String investigation = server.ask("Is anything wrong?");
      await().atMost(Duration.ofSeconds(60)).until(() -> model.requests().size() == 3);
      long killedAt = System.nanoTime();
      model.close();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !events(server.trail(investigation), Event.Interim.class).isEmpty());
      Duration handedOverAfter = Duration.ofNanos(System.nanoTime() - killedAt);
      System.out.println("ScriptedModelTest: handed over in " + handedOverAfter.toMillis() + " ms");
      assertThat(handedOverAfter).isLessThan(HAND_OVER_WITHIN);
      assertThat(server.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
      List<Entry> trail = server.trail(investigation);
      TrailCheck.holds(trail);
      assertThat(only(trail, Event.HandedOver.class).to()).isEqualTo("builtin");
      assertThat(only(trail, Event.Concluded.class).verdict().reasoner()).isEqualTo("builtin");
    }
  }

  @Test
  void commandLineGoesOnWithoutAnEndpoint() throws Exception {
    Sandbox sandbox;
    try (ScriptedModelServer model = new ScriptedModelServer()) {
      sandbox = sandbox(model);
    }
    Sandbox.Ended ended = sandbox.run("investigate", "--reasoner", "llm", "--json");
    assertThat(ended.exit()).isZero();
    JsonNode verdict = Json.read(ended.out(), JsonNode.class);
    assertThat(verdict.path("reasoner").asText()).isEqualTo("builtin");
    assertThat(ended.err()).contains("handed over from llm:scripted to builtin");
    assertThat(ended.err().lines()).allMatch(line -> line.startsWith("#"));
  }

  private Sandbox sandbox(ScriptedModelServer model) {
    return new Sandbox(directory)
        .withSettings(
            "reasoner: llm\nllm:\n  baseUrl: " + model.baseUrl() + "\n  model: scripted\n");
  }

  private static ScriptedModelServer.Answer look(String id, String tool) {
    return calls(new Call(id, tool, "{\"target\": \"here\", \"reason\": \"a first look\"}"));
  }

  private static ScriptedModelServer.Answer conclusion(String id, String outcome, String causes) {
    String claim =
        "{\"text\": \"The disk is full.\", \"citations\": [{\"entry\": 3, \"quote\": \""
            + INVENTED
            + "\"}]}";
    return calls(
        new Call(
            id,
            "conclude",
            "{\"outcome\": \"%s\", \"causes\": %s, \"summary\": [%s]}"
                .formatted(outcome, causes.formatted(claim), claim)));
  }

  private static <T extends Event> List<T> events(List<Entry> trail, Class<T> type) {
    return trail.stream().map(Entry::event).filter(type::isInstance).map(type::cast).toList();
  }

  private static <T extends Event> T only(List<Entry> trail, Class<T> type) {
    List<T> found = events(trail, type);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
