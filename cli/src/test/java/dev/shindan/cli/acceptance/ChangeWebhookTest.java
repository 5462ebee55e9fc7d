package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that a pipeline tells of: durable before they are acknowledged, seen by the tool. */
final class ChangeWebhookTest {
  private static final String TOKEN = "change-token-of-this-test";

  @TempDir private Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void prepare() {
    sandbox = new Sandbox(directory).withSettings("web:\n  alertToken: " + TOKEN);
  }

  @Test
  void acknowledgedChangeSurvivesAKillIsKeptOnceAndIsSeenByTheTool() throws Exception {
    try (Server server = sandbox.serve()) {
      HttpResponse<String> answer = tell(server, body("deployed cart 1.8"));
      server.kill();
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).isEqualTo("{\"changes\":1,\"repeated\":0}");
    }
    try (Server server = sandbox.serve()) {
      assertThat(tell(server, body("another text")).body())
          .isEqualTo("{\"changes\":1,\"repeated\":1}");
      Sandbox.Ended asked = sandbox.run("run", "changes", "--hosts", Sandbox.HOST, "--json");
      assertThat(asked.exit()).as(asked.err()).isZero();
      JsonNode facts = Json.read(asked.out(), JsonNode.class).path("hosts").path(0).path("facts");
      assertThat(facts.path("changesTotal").asInt()).isEqualTo(1);
      assertThat(facts.path("changes").path(0).path("target").asText()).isEqualTo(Sandbox.HOST);
      assertThat(facts.path("changes").path(0).path("hops").asInt(-1)).isZero();
      assertThat(facts.path("changes").path(0).path("line").asText())
          .contains("deployed cart 1.8", "jenkins");
    }
  }

  @Test
  void changeWithoutTheTokenOrTheShapeIsRefusedInOneLine() throws Exception {
    try (Server server = sandbox.serve()) {
      assertThat(server.post("/changes/jenkins", body("x"), Map.of()).statusCode()).isEqualTo(401);
      for (String malformed : new String[] {"{\"text\": ", "[]", "{\"changes\": [{}]}", ""}) {
        HttpResponse<String> answer = tell(server, malformed);
        assertThat(answer.statusCode()).as(malformed).isEqualTo(400);
        assertThat(answer.body().lines()).hasSize(1);
        assertThat(answer.body()).contains("changes");
      }
      assertThat(server.log()).isEmpty();
    }
  }

  private static HttpResponse<String> tell(Server server, String body) throws InterruptedException {
    return server.post("/changes/jenkins", body, Map.of("Authorization", "Bearer " + TOKEN));
  }

  private static String body(String text) {
    return Json.write(
        Map.of(
            "id",
            "build-77",
            "at",
            Instant.now().minusSeconds(600).toString(),
            "subject",
            Sandbox.HOST,
            "text",
            text));
  }
}
