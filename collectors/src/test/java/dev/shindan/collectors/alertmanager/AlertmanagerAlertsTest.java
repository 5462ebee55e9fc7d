package dev.shindan.collectors.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shindan.agent.model.Severity;
import dev.shindan.agent.source.FiringAlerts;
import dev.shindan.agent.source.FiringAlerts.Firing;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.FakeStore;
import dev.shindan.collectors.http.StoreAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Alertmanager, and recorded bodies for what it does not do on demand. */
final class AlertmanagerAlertsTest {
  private static final String ALERT =
      """
      {"annotations":{},"endsAt":"2026-11-24T13:05:00Z","fingerprint":"c0ffee","receivers":[],
       "startsAt":"2026-11-24T13:00:00Z","status":{"inhibitedBy":[],"silencedBy":["s1"],
       "state":"suppressed"},"labels":{"alertname":"Full","db_password":"hunter22"}}\
      """;

  @TempDir private Path directory;
  private final FakeStore store = new FakeStore();
  private final AlertmanagerAlerts fake = new AlertmanagerAlerts(store.address());

  @AfterEach
  void close() {
    fake.close();
    store.close();
  }

  @Test
  void aRealOneSaysWhatFiresAndWhatIsSilencedOrInhibited() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try (RealAlertmanager real = new RealAlertmanager(directory);
        AlertmanagerAlerts alerts = new AlertmanagerAlerts(StoreAddress.of(real.url()))) {
      assertThat(alerts.check()).isEmpty();
      assertThat(found(alerts).alerts()).isEmpty();
      assertThat(found(alerts).complete()).isTrue();
      String body =
          "[%s,%s,%s]".formatted(at(now, "HostDown"), at(now, "ServiceDown"), at(now, "Slow"));
      var _ = real.post("/api/v2/alerts", body);
      var _ = real.post("/api/v2/silences", silence(now));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  found(alerts).alerts().size() == 3
                      && named(byName(alerts), "Slow").silences().size() == 1);
      Map<String, Firing> seen = byName(alerts);
      assertThat(named(seen, "HostDown").alert().severity()).isEqualTo(Severity.CRITICAL);
      assertThat(named(seen, "HostDown").alert().startsAt()).isEqualTo(now.minusSeconds(60));
      assertThat(named(seen, "HostDown").alert().labels()).containsEntry("instance", "app1:9100");
      assertThat(named(seen, "HostDown").inhibited()).isFalse();
      assertThat(named(seen, "HostDown").silences()).isEmpty();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> named(byName(alerts), "ServiceDown").inhibited());
      FiringAlerts.Silence quiet = named(seen, "Slow").silences().getFirst();
      assertThat(quiet.author()).isEqualTo("mika");
      assertThat(quiet.comment()).contains("known").doesNotContain("hunter22");
      assertThat(quiet.endsAt()).isEqualTo(now.plusSeconds(3600));
    }
  }

  @Test
  void secretsAreNotKeptAndASilenceThatIsNotListedIsStillOne() {
    store.answer("/alerts", "[" + ALERT + "]").answer("/silences", "[]");
    FiringAlerts.Found found = found(fake);
    assertThat(found.complete()).isTrue();
    assertThat(found.alerts().getFirst().alert().labels().get("db_password"))
        .doesNotContain("hunter22");
    assertThat(found.alerts().getFirst().silences().getFirst().id()).isEqualTo("s1");
  }

  @Test
  void silencesThatAreNotAnsweredLeaveTheAnswerIncomplete() {
    store.answer("/alerts", "[" + ALERT + "]").answer("/silences", 500, "no");
    assertThat(found(fake).complete()).isFalse();
    assertThat(found(fake).alerts()).hasSize(1);
  }

  @Test
  void anAlertThatCannotBeReadLeavesTheRestIncomplete() {
    store.answer("/alerts", "[{}," + ALERT + ",7]").answer("/silences", "[]");
    assertThat(found(fake).alerts()).hasSize(1);
    assertThat(found(fake).complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "200,{},UNREADABLE",
    "200,<html>,UNREADABLE",
    "401,no,AUTHENTICATION_FAILED",
    "503,no,UNREADABLE"
  })
  void whatIsNoListOfAlertsIsNoAnswer(int status, String body, Reason reason) {
    store.answer("/alerts", status, body);
    assertThat(fake.firing(Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            FiringAlerts.Unavailable.class, not -> assertThat(not.reason()).isEqualTo(reason));
    assertThat(fake.check()).isPresent();
  }

  private static Firing named(Map<String, Firing> alerts, String name) {
    return Objects.requireNonNull(alerts.get(name), name);
  }

  private static Map<String, Firing> byName(AlertmanagerAlerts alerts) {
    return found(alerts).alerts().stream()
        .collect(Collectors.toMap(one -> one.alert().name(), Function.identity()));
  }

  private static FiringAlerts.Found found(AlertmanagerAlerts alerts) {
    return (FiringAlerts.Found) alerts.firing(Duration.ofSeconds(10));
  }

  private static String at(Instant now, String name) {
    return """
    {"labels":{"alertname":"%s","instance":"app1:9100","severity":"critical"},
     "startsAt":"%s","endsAt":"%s"}
    """
        .formatted(name, now.minusSeconds(60), now.plusSeconds(3600));
  }

  private static String silence(Instant now) {
    return """
    {"matchers":[{"name":"alertname","value":"Slow","isRegex":false,"isEqual":true}],
     "startsAt":"%s","endsAt":"%s","createdBy":"mika",
     "comment":"known, see postgres://app:hunter22@db"}
    """
        .formatted(now, now.plusSeconds(3600));
  }
}
