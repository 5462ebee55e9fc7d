package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.FiringAlerts;
import dev.shindan.agent.source.FiringAlerts.Firing;
import dev.shindan.agent.source.FiringAlerts.Silence;
import dev.shindan.agent.source.NoStore;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ScriptedAlerts;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AlertsToolTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));
  private static final ToolCall CALL = ToolCall.of(AlertsTool.NAME, "web1");
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              target("web1", "front", "db1"),
              target("db1", "postgresql"),
              target("mail1", "mail")));
  private static final Silence SILENCE =
      new Silence("s1", ONSET.plusSeconds(3600), "mika", "resizing the disk");

  private static Target target(String name, String service, String... dependsOn) {
    return new Target(
        name,
        TargetKind.HOST,
        Set.of(name + ".example"),
        List.of(),
        List.of(service),
        List.of(dependsOn),
        Map.of());
  }

  @Test
  void alertsOfTheTargetStandBeforeThoseOfItsDependenciesAndTheRest() throws Exception {
    AlertsFacts facts =
        facts(
            alert("MailQueue", 60, Severity.INFO, Map.of("instance", "mail1.example:9100")),
            alert("Unplaced", 70, Severity.INFO, Map.of("region", "web1")),
            alert("SlowQueries", 30, Severity.WARNING, Map.of("service", "postgresql")),
            alert("Late", -5, Severity.CRITICAL, Map.of("instance", "web1:9100")),
            alert("Early", 10, Severity.WARNING, Map.of("instance", "web1.example:9100")));
    assertThat(facts.alerts())
        .extracting(AlertsFacts.Row::name)
        .containsExactly("Early", "Late", "SlowQueries", "Unplaced", "MailQueue");
    assertThat(facts.alerts())
        .extracting(AlertsFacts.Row::target)
        .containsExactly("web1", "web1", "db1", "", "mail1");
    assertThat(facts.alerts())
        .extracting(AlertsFacts.Row::hops)
        .containsExactly(
            Optional.of(0), Optional.of(0), Optional.of(1), Optional.empty(), Optional.empty());
    assertThat(facts.firingHere()).isEqualTo(2);
    assertThat(facts.firingOnDependencies()).isEqualTo(1);
    assertThat(facts.firingTotal()).isEqualTo(5);
    assertThat(facts.criticalHere()).isEqualTo(1);
    assertThat(facts.earliestSecondsBeforeOnset()).contains(600L);
    assertThat(facts.complete()).isTrue();
  }

  @Test
  void aSilencedAlertFiresStillAndSaysWhoSilencedItAndWhy() throws Exception {
    Firing quiet =
        new Firing(
            alert("Full", 10, Severity.WARNING, Map.of("host", "web1")).alert(),
            List.of(SILENCE),
            true);
    AlertsFacts facts = facts(quiet);
    assertThat(facts.firingHere()).isEqualTo(1);
    assertThat(facts.silencedHere()).isEqualTo(1);
    assertThat(facts.alerts().getFirst().silencedBy())
        .isEqualTo("mika: resizing the disk (until 2026-11-24T14:00:00Z)");
    assertThat(facts.alerts().getFirst().inhibited()).isTrue();
  }

  @Test
  void nothingThatFiresIsEmptyAndASilentSystemIsAFailure() throws Exception {
    assertThat(settled(new ScriptedAlerts(new FiringAlerts.Found(List.of(), true, "a list"))))
        .isEqualTo(new ToolAnswer.Empty("alerts that fire in a list"));
    assertThat(settled(NoStore.INSTANCE)).isInstanceOf(ToolAnswer.Failed.class);
  }

  @Test
  void theFactsStaySmallAndCountWhatIsNotListed() throws Exception {
    Firing[] many = new Firing[100];
    for (int i = 0; i < many.length; i++) {
      many[i] =
          alert("A".repeat(120) + i, i, Severity.WARNING, Map.of("host", "web1", "n", "" + i));
    }
    AlertsFacts facts = facts(many);
    assertThat(facts.firingHere()).isEqualTo(100);
    assertThat(facts.alerts()).hasSize(8);
    assertThat(Json.write(facts).length()).isLessThan(4_000);
  }

  @Test
  void halfAnOutputIsIncompleteAndGarbageUnreadable() {
    AlertsTool tool = new AlertsTool(NoStore.INSTANCE, INVENTORY);
    String half = "{\"complete\":true,\"origin\":\"a list\"}\n{\"alert\":{\"source\":\"a";
    ToolAnswer answer = tool.read(CALL, RawOutput.of(half), CONTEXT);
    assertThat(
            Json.read(((ToolAnswer.Observed) answer).facts().toString(), AlertsFacts.class)
                .complete())
        .isFalse();
    for (String garbage : List.of("", "<html>", "{}")) {
      assertThat(tool.read(CALL, RawOutput.of(garbage), CONTEXT))
          .isInstanceOf(ToolAnswer.Failed.class);
    }
  }

  private static Firing alert(
      String name, int minutesBefore, Severity severity, Map<String, String> labels) {
    Alert alert =
        new Alert(
            "alertmanager",
            "f-" + name,
            name,
            severity,
            true,
            ONSET.minus(Duration.ofMinutes(minutesBefore)),
            Optional.empty(),
            labels,
            Map.of());
    return new Firing(alert, List.of(), false);
  }

  private static ToolAnswer settled(AlertSource source) throws InterruptedException {
    return ((Fetched.Settled) new AlertsTool(source, INVENTORY).fetch(CALL, CONTEXT)).answer();
  }

  private static AlertsFacts facts(Firing... alerts) throws InterruptedException {
    AlertsTool tool =
        new AlertsTool(
            new ScriptedAlerts(new FiringAlerts.Found(List.of(alerts), true, "a list")), INVENTORY);
    RawOutput raw = ((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw();
    ToolAnswer.Observed seen = (ToolAnswer.Observed) tool.read(CALL, raw, CONTEXT);
    return Json.read(seen.facts().toString(), AlertsFacts.class);
  }
}
