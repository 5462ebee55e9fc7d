package dev.shindan.collectors.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.settings.WrongInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertmanagerPayloadTest {
  private static final String ALERT =
      """
      {"status":"firing","labels":{"alertname":"DiskFull","instance":"app1:9100","severity":"critical"},
       "annotations":{"summary":"/data is full"},"startsAt":"2026-03-01T03:00:00.123456789+09:00",
       "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus/graph","fingerprint":"c0ffee"}\
      """;

  private final AlertmanagerPayload payload = new AlertmanagerPayload(2);

  @Test
  void aFiringAlertIsReadWhole() {
    Alert alert = decode(body(ALERT)).getFirst();

    assertThat(alert.name()).isEqualTo("DiskFull");
    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(alert.firing()).isTrue();
    assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-02-28T18:00:00.123456789Z"));
    assertThat(alert.endsAt()).isEmpty();
    assertThat(alert.labels()).containsEntry("instance", "app1:9100");
    assertThat(alert.annotations()).containsEntry("summary", "/data is full");
    assertThat(alert.deliveryKey()).startsWith("alertmanager/c0ffee/");
  }

  @Test
  void secretsInLabelsAndAnnotationsAreNotKept() {
    String alert =
        ALERT
            .replace("/data is full", "login failed: postgres://app:hunter22@db/shop")
            .replace("\"severity\"", "\"db_password\":\"hunter33\",\"severity\"");
    Alert decoded = decode(body(alert)).getFirst();
    assertThat(decoded.annotations().get("summary"))
        .contains("login failed")
        .doesNotContain("hunter22");
    assertThat(decoded.labels().get("db_password")).doesNotContain("hunter33");
    assertThat(decoded.labels()).containsEntry("instance", "app1:9100");
  }

  @Test
  void aResolvedAlertHasItsEnd() {
    String ended =
        ALERT.replace("firing", "resolved").replace("0001-01-01T00:00", "2026-03-01T04:00");

    Alert alert = decode(body(ended)).getFirst();

    assertThat(alert.firing()).isFalse();
    assertThat(alert.endsAt()).contains(Instant.parse("2026-03-01T04:00:00Z"));
  }

  @Test
  void unknownFieldsAndMissingAnnotationsAreNoMatter() {
    String alert = ALERT.replace("\"annotations\":{\"summary\":\"/data is full\"},", "\"x\":[1],");
    assertThat(decode(body(alert)).getFirst().annotations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "critical,CRITICAL",
    "PAGE,CRITICAL",
    "warning,WARNING",
    "info,INFO",
    "teal,WARNING",
    "'',WARNING"
  })
  void severityIsMappedAndWhatIsUnknownIsAWarning(String label, Severity expected) {
    assertThat(decode(body(ALERT.replace("critical", label))).getFirst().severity())
        .isEqualTo(expected);
  }

  @Test
  void textIsCutAndFreedOfControlCharacters() {
    String hostile = "a\\u001b[31mb\\u0000c\\nd\\u202ee" + "x".repeat(5000);

    String summary =
        decode(body(ALERT.replace("/data is full", hostile)))
            .getFirst()
            .annotations()
            .get("summary");

    assertThat(summary).startsWith("a[31mbc dex").hasSize(1025).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\":\"4\"|\"version\":\"3\"|version",
        "\"version\":\"4\",||version is missing",
        "\"alerts\"|\"alarms\"|alerts",
        "\"status\":\"firing\",||alerts[0].status is missing",
        "firing|burning|alerts[0].status is 'burning'",
        "\"alertname\":\"DiskFull\",||alerts[0].labels.alertname is missing",
        "DiskFull||alerts[0].labels.alertname is empty",
        "\"app1:9100\"|9|alerts[0].labels.instance text",
        "2026-03-01T03|yesterday|alerts[0].startsAt is 'yesterday",
        ",\"fingerprint\":\"c0ffee\"||alerts[0].fingerprint is missing",
        "{\"summary\":\"/data is full\"}|[]|alerts[0].annotations",
        "{\"status\":\"firing\"|{\"status\":{}|alerts[0].status text"
      })
  void whatIsMissingOrMisshapenIsOneLineWithThePath(String part, String instead, String expected) {
    String wrong = body(ALERT).replace(part, instead == null ? "" : instead);
    assertThat(wrong).isNotEqualTo(body(ALERT));

    assertThatThrownBy(() -> decode(wrong))
        .isInstanceOf(WrongInput.class)
        .hasMessageStartingWith("alertmanager: ")
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @Test
  void moreAlertsThanAllowedAreRefusedAsAWhole() {
    assertThat(decode(body(ALERT + "," + ALERT))).hasSize(2);
    assertThatThrownBy(() -> decode(body(ALERT + "," + ALERT + "," + ALERT)))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("3 alerts; at most 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "[]", "null", "{", "not json", "7"})
  void whatIsNoObjectIsRefused(String body) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("the body is not");
  }

  private List<Alert> decode(String body) {
    return payload.decode(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String body(String alerts) {
    return "{\"version\":\"4\",\"groupKey\":\"{}\",\"truncatedAlerts\":0,\"alerts\":["
        + alerts
        + "]}";
  }
}
