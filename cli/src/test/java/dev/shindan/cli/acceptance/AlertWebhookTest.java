package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.trail.Event;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a real Alertmanager: durable before they are acknowledged, filed once. */
final class AlertWebhookTest {
  private static final String TOKEN = "alert-token-of-this-test";
  private static final String WEBHOOK = "/alerts/alertmanager";

  @TempDir private Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void prepare() {
    sandbox = new Sandbox(directory).withSettings("web:\n  alertToken: " + TOKEN);
  }

  @Test
  void alertmanagersAlertOpensOneIncidentAndItsEndJoins() throws Exception {
    Instant began = Instant.now().minusSeconds(60);
    try (Server server = sandbox.serve();
        RealAlertmanager alertmanager =
            RealAlertmanager.start(directory, server.url() + WEBHOOK, TOKEN)) {
      alertmanager.post(prometheusAlert(began, Instant.now().plusSeconds(3600)));
      await().atMost(Duration.ofSeconds(30)).until(() -> server.incidents().size() == 1);
      JsonNode incident = server.incidents().getFirst();
      assertThat(incident.path("title").asText()).isEqualTo("HostOutOfDiskSpace on here");
      String investigation = incident.path("investigation").asText();
      alertmanager.post(prometheusAlert(began, Instant.now()));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  server.trail(investigation).stream()
                      .anyMatch(
                          entry ->
                              entry.event() instanceof Event.AlertJoined joined
                                  && !joined.alert().firing()));
      assertThat(server.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
      assertThat(server.incidents()).hasSize(1);
    }
  }

  @Test
  void acknowledgedAlertSurvivesAKill() throws Exception {
    String investigation;
    try (Server server = sandbox.serve()) {
      HttpResponse<String> answer = deliver(server, body("firing", 1));
      server.kill();
      assertThat(answer.statusCode()).isEqualTo(202);
      investigation =
          Json.read(answer.body(), JsonNode.class).path("investigations").path(0).asText();
    }
    try (Server server = sandbox.serve()) {
      assertThat(server.incidents()).hasSize(1);
      assertThat(server.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
      TrailCheck.holds(server.trail(investigation));
    }
  }

  @Test
  void deliveryWithoutTheTokenIsRefused() throws Exception {
    try (Server server = sandbox.serve()) {
      assertThat(server.post(WEBHOOK, body("firing", 1), Map.of()).statusCode()).isEqualTo(401);
      Map<String, String> wrong = Map.of("Authorization", "Bearer wrong-token-of-this-test");
      assertThat(server.post(WEBHOOK, body("firing", 1), wrong).statusCode()).isEqualTo(401);
      assertThat(server.incidents()).isEmpty();
    }
  }

  @Test
  void malformedDeliveryIsOneLineAndHarmsNothing() throws Exception {
    try (Server server = sandbox.serve()) {
      for (String malformed : new String[] {"{\"alerts\": [", "[]", "{\"alerts\": [{}]}", ""}) {
        HttpResponse<String> answer = deliver(server, malformed);
        assertThat(answer.statusCode()).as(malformed).isEqualTo(400);
        assertThat(answer.body().lines()).hasSize(1);
        assertThat(answer.body()).contains("alertmanager");
      }
      assertThat(server.incidents()).isEmpty();
      assertThat(deliver(server, body("firing", 1)).statusCode()).isEqualTo(202);
      assertThat(server.incidents()).hasSize(1);
      assertThat(server.log()).isEmpty();
    }
  }

  @Test
  void deliveryThatIsRepeatedIsFiledOnce() throws Exception {
    try (Server server = sandbox.serve()) {
      for (int time = 1; time <= 3; time++) {
        HttpResponse<String> answer = deliver(server, body("firing", 1));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Json.read(answer.body(), JsonNode.class).path("repeated").asInt())
            .isEqualTo(time == 1 ? 0 : 1);
      }
      String investigation = server.incidents().getFirst().path("investigation").asText();
      assertThat(deliver(server, body("resolved", 1)).statusCode()).isEqualTo(202);
      assertThat(server.ended(investigation).path("state").asText()).isEqualTo("CONCLUDED");
      assertThat(server.incidents()).hasSize(1);
      assertThat(TrailCheck.count(server.trail(investigation), Event.AlertJoined.class))
          .isEqualTo(1);
    }
  }

  private static HttpResponse<String> deliver(Server server, String body)
      throws InterruptedException {
    return server.post(WEBHOOK, body, Map.of("Authorization", "Bearer " + TOKEN));
  }

  private static String prometheusAlert(Instant starts, Instant ends) {
    return """
    [{"labels": {"alertname": "HostOutOfDiskSpace", "instance": "here:9100", "severity": "warning"},
      "annotations": {"summary": "The disk of here is full"},
      "startsAt": "%s", "endsAt": "%s", "generatorURL": "http://prometheus.test/graph"}]
    """
        .formatted(starts, ends);
  }

  private static String body(String status, int number) {
    return """
    {"version": "4", "groupKey": "{}:{}", "status": "%1$s", "receiver": "shindan",
     "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
     "externalURL": "http://alertmanager.test", "truncatedAlerts": 0,
     "alerts": [{"status": "%1$s", "labels": {"alertname": "Slow%2$s", "instance": "here:9100"},
       "annotations": {}, "startsAt": "2026-11-01T10:00:00Z",
       "endsAt": "%3$s", "generatorURL": "", "fingerprint": "00000000000%2$s"}]}
    """
        .formatted(
            status,
            number,
            status.equals("firing") ? "0001-01-01T00:00:00Z" : "2026-11-01T10:05:00Z");
  }
}
