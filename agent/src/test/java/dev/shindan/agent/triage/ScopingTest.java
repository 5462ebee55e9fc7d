package dev.shindan.agent.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.tool.ScriptedAlerts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScopingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static final Inventory INVENTORY = new Inventory(List.of(host("app1"), host("db")));

  private final Scoping scoping = scoping(Optional.empty());

  @Test
  void onsetIsTheStartOfTheAlert() {
    Instant start = NOW.minusSeconds(300);
    assertThat(scoping.fromAlert("i", alert(start), NOW).onset()).isEqualTo(start);
  }

  @Test
  void startThatCannotBeMeantDoesNotMoveTheOnset() {
    Instant absurd = Instant.parse("0001-01-01T00:00:00Z");
    assertThat(scoping.fromAlert("i", alert(absurd), NOW).onset()).isEqualTo(NOW);
    assertThat(scoping.fromAlert("i", alert(NOW.plusSeconds(60)), NOW).onset()).isEqualTo(NOW);
    Incident opened = scoping.fromAlert("i", alert(NOW.minusSeconds(60)), NOW);
    assertThat(opened.withAlert(alert(absurd)).onset()).isEqualTo(NOW.minusSeconds(60));
    Instant earlier = NOW.minus(Duration.ofHours(2));
    assertThat(opened.withAlert(alert(earlier)).onset()).isEqualTo(earlier);
  }

  @Test
  void secretInAQuestionIsNotKept() {
    Incident incident =
        scoping.fromQuestion(
            "i", "why does app1 refuse postgres://app:hunter22@db/shop?", List.of(), NOW);
    assertThat(incident.question().orElseThrow()).contains("app1").doesNotContain("hunter22");
    assertThat(incident.title()).doesNotContain("hunter22");
    assertThat(incident.scope()).contains("app1");
  }

  @Test
  void whatIsAskedAboutBeganSomeMinutesBefore() {
    assertThat(scoping.fromQuestion("i", "is app1 slow?", List.of(), NOW).onset())
        .isEqualTo(NOW.minusSeconds(300));
  }

  @Test
  void whatIsAskedAboutBeganWithTheFirstAlertOnIt() {
    Instant first = NOW.minusSeconds(70);
    Instant weeksAgo = NOW.minus(Duration.ofDays(9));
    Scoping beside =
        scoping(
            Optional.of(
                new ScriptedAlerts(
                    new FiringAlerts.Found(
                        List.of(
                            firing(alert(NOW.minusSeconds(30))),
                            firing(alert(first)),
                            firing(alert(weeksAgo)),
                            firing(alert(NOW.plusSeconds(90)))),
                        true,
                        "test"))));
    Incident incident = beside.fromQuestion("i", "is db or app1 slow?", List.of(), NOW);
    assertThat(incident.onset()).isEqualTo(first);
    assertThat(incident.scope()).containsExactly("app1", "db");
    assertThat(incident.alerting()).containsExactly("app1");
    assertThat(incident.alerts()).hasSize(2);
    assertThat(beside.fromQuestion("i", "is db slow?", List.of(), NOW).onset())
        .as("nothing fires on it")
        .isEqualTo(NOW.minusSeconds(300));
  }

  @Test
  void questionIsTakenUpWhereAlertsCannotBeHad() {
    Scoping beside =
        scoping(
            Optional.of(
                new ScriptedAlerts(
                    new FiringAlerts.Unavailable(Selection.Reason.UNREACHABLE, "gone"))));
    assertThat(beside.fromQuestion("i", "is app1 slow?", List.of(), NOW).onset())
        .isEqualTo(NOW.minusSeconds(300));
  }

  private static FiringAlerts.Firing firing(Alert alert) {
    return new FiringAlerts.Firing(alert, List.of(), false);
  }

  private static Scoping scoping(Optional<AlertSource> alerts) {
    return new Scoping(
        INVENTORY, new AlertsInQuestion(INVENTORY, alerts, AlertsInQuestion.Limits.DEFAULT));
  }

  private static Alert alert(Instant start) {
    Map<String, String> labels = Map.of("instance", "app1:9100");
    return new Alert(
        "test", "f", "Slow", Severity.WARNING, true, start, Optional.empty(), labels, Map.of());
  }

  private static Target host(String name) {
    return new Target(name, TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of());
  }
}
