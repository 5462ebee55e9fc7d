package dev.shindan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.settings.WrongInput;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WebServerTest {
  private final WebFixture web = WebFixture.open();

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void questionOpensAnInvestigationThatIsListedAndShown() throws Exception {
    var opened = web.post("/api/investigations", "{\"question\": \"why slow?\"}");

    assertThat(opened.statusCode()).isEqualTo(201);
    assertThat(opened.body()).contains("asked-1");
    assertThat(web.get("/api/incidents").body()).contains("why slow?");
    assertThat(web.get("/api/incidents/asked-1").statusCode()).isEqualTo(200);
    assertThat(web.get("/").body()).contains("why slow?").contains("/investigations/asked-1");
    assertThat(web.get("/investigations/asked-1").body()).contains("why slow?");
  }

  @Test
  void unknownHostIsOneLine() throws Exception {
    var refused = web.post("/api/investigations", "{\"question\":\"a\",\"hosts\":[\"nowhere\"]}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).isEqualTo("{\"error\":\"hosts: unknown host nowhere\"}");
  }

  @Test
  void investigationShowsVerdictLedgerAndBudget() throws Exception {
    new SampleTrail(web.store, "i-1").whole();

    var view = Json.MAPPER.readTree(web.get("/api/investigations/i-1").body());

    assertThat(view.at("/verdict/outcome").asText()).isEqualTo("root_cause");
    assertThat(view.at("/hypotheses/0/status").asText()).isEqualTo("SUPPORTED");
    assertThat(view.at("/budget/toolCalls").asInt()).isEqualTo(4);
    assertThat(view.at("/budget/toolCallsMax").asInt()).isEqualTo(Limits.DEFAULT.toolCallsMax());
  }

  @Test
  void trailIsReadFromAnyEntryOn() throws Exception {
    new SampleTrail(web.store, "i-1").whole();

    var entries =
        Json.MAPPER
            .readTree(web.get("/api/investigations/i-1/trail?after=3").body())
            .at("/entries");

    assertThat(entries.get(0).at("/number").asInt()).isEqualTo(4);
    assertThat(entries.get(0).at("/event/type").asText()).isEqualTo("found");
  }

  @Test
  void unknownInvestigationIsNotFound() throws Exception {
    for (String path : new String[] {"", "/trail", "/events"}) {
      var missing = web.get("/api/investigations/none" + path, "Accept", "text/event-stream");
      assertThat(missing.statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void messageIsInTheInboxBeforeItIsAcknowledged() throws Exception {
    new SampleTrail(web.store, "i-1").open("why");

    var taken = web.post("/api/investigations/i-1/messages", "{\"text\":\"db is fine\"}");

    assertThat(taken.statusCode()).isEqualTo(202);
    assertThat(web.store.messages("i-1").getFirst().body()).isEqualTo("db is fine");
    assertThat(web.store.messages("i-1").getFirst().kind()).isEqualTo("message");
    assertThat(web.investigations.woken).containsExactly("i-1");
    assertThat(web.get("/investigations/i-1").body()).contains("db is fine").contains("waiting");
  }

  @Test
  void stopAndFeedbackReachTheInbox() throws Exception {
    new SampleTrail(web.store, "i-1").open("why");

    web.post("/api/investigations/i-1/stop", "{}");
    web.post("/api/investigations/i-1/feedback", "{\"right\":true}");

    assertThat(web.store.messages("i-1")).extracting("kind").containsExactly("stop", "feedback");
    assertThat(web.store.messages("i-1").getLast().body()).isEqualTo("{\"right\":true}");
  }

  @Test
  void changesAreTakenWithTheWebhookTokenOnly() throws Exception {
    String body = "{\"id\":\"77\",\"text\":\"cart 1.8\"}";
    assertThat(web.post("/changes/jenkins", body).statusCode()).isEqualTo(401);
    String[] token = {"Authorization", "Bearer alert-token"};
    var taken = web.post("/changes/jenkins", body, token);
    assertThat(taken.statusCode()).isEqualTo(202);
    assertThat(taken.body()).isEqualTo("{\"changes\":1,\"repeated\":0}");
    var refused = web.post("/changes/jenkins", "", token);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).isEqualTo("{\"error\":\"jenkins: expected JSON\"}");
    assertThat(web.post("/changes/x", "x".repeat(30_000), token).statusCode()).isEqualTo(413);
  }

  @Test
  void alertIsAcceptedWithItsTokenOnly() throws Exception {
    String body = "{\"alerts\":[]}";

    assertThat(web.post("/alerts/alertmanager", body).statusCode()).isEqualTo(401);
    assertThat(web.post("/alerts/alertmanager", body, "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(401);
    assertThat(
            web.post("/alerts/alertmanager", body, "Authorization", "Bearer alert-token")
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void malformedAlertIsOneLine() throws Exception {
    for (String body : new String[] {"{\"alerts\":", "{}"}) {
      var refused = web.post("/alerts/alertmanager", body, "Authorization", "Bearer alert-token");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).startsWith("{\"error\":\"alertmanager: ").doesNotContain("\n");
    }
  }

  @Test
  void tooLargeAnAlertIsRefused() throws Exception {
    var refused = web.post("/alerts/x", "x".repeat(30_000), "Authorization", "Bearer alert-token");

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).startsWith("{\"error\":");
  }

  @Test
  void senderOfALargeBodyHearsTheRefusal() throws Exception {
    String body = "x".repeat(200_000);
    for (int i = 0; i < 30; i++) {
      assertThat(web.post("/alerts/x", body, "Authorization", "Bearer alert-token").statusCode())
          .isEqualTo(413);
      assertThat(web.post("/alerts/x", body).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void requestFromAnotherSiteIsRefused() throws Exception {
    String body = "{\"question\":\"why\"}";
    String own = "http://127.0.0.1:" + web.server.port();
    String path = "/api/investigations";

    assertThat(web.post(path, body, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(web.post(path, body, "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
    assertThat(web.post(path, body, "Origin", "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(web.post(path, body, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(web.investigations.opened).isEmpty();
    assertThat(web.post(path, body, "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(201);
    assertThat(web.post(path, body, "Origin", own).statusCode()).isEqualTo(201);
  }

  @Test
  void everyRouteButHealthNeedsTheToken() throws Exception {
    try (WebFixture closed = new WebFixture(Optional.of("the-token"), Optional.empty())) {
      new SampleTrail(closed.store, "i-1").whole();
      for (String path :
          new String[] {
            "/",
            "/metrics",
            "/api/incidents",
            "/investigations/i-1",
            "/none",
            "/api/investigations/i-1/events",
            "/investigations/i-1/entries/2/raw"
          }) {
        assertThat(closed.get(path).statusCode()).as(path).isEqualTo(401);
      }
      assertThat(closed.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(closed.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(closed.get("/metrics", "Authorization", "Bearer the-token").statusCode())
          .isEqualTo(200);
      assertThat(closed.get("/metrics", "Authorization", "Bearer the-tokex").statusCode())
          .isEqualTo(401);
      assertThat(closed.get("/", "Accept", "text/html").statusCode()).isEqualTo(302);
    }
  }

  @Test
  void loginGivesACookieThatOpensThePages() throws Exception {
    try (WebFixture closed = new WebFixture(Optional.of("the-token"), Optional.empty())) {
      String form = "application/x-www-form-urlencoded";
      assertThat(closed.post("/login", "token=wrong", "Content-Type", form).statusCode())
          .isEqualTo(401);

      var signedIn = closed.post("/login", "token=the-token", "Content-Type", form);

      String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie)
          .contains("HttpOnly")
          .contains("SameSite=Strict")
          .doesNotContain("the-token");
      assertThat(closed.get("/", "Cookie", cookie.replaceFirst(";.*", "")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void addressThatOthersReachNeedsAToken() {
    assertThatThrownBy(
            () -> new WebSettings("0.0.0.0", 0, Optional.empty(), Optional.empty(), 1000, 1))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("web.token");
  }

  @Test
  void unreadyServerSaysWhy() throws Exception {
    web.investigations.problem = Optional.of("the store is read-only");

    var answer = web.get("/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("the store is read-only");
    assertThat(web.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsNameRoutesByTheirPattern() throws Exception {
    new SampleTrail(web.store, "i-1").open("why");
    web.get("/api/investigations/i-1");
    web.get("/nothing/here");

    String metrics = web.get("/metrics").body();

    assertThat(metrics)
        .contains("route=\"/api/investigations/{id}\",status=\"200\"")
        .contains("jvm_threads_current")
        .doesNotContain("/nothing/here");
  }
}
