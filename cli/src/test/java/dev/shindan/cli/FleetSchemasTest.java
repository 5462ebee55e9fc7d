package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shindan.agent.fleet.FleetReport;
import dev.shindan.agent.fleet.HostOutcome;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.markers.MarkerPayload;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code run} and {@code audit} print for programs fits its schema. */
final class FleetSchemasTest {
  private static final String BASE = "https://shindan.dev/schemas/";
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemas(
                  Map.of(
                      BASE + "fleet-run.json", Repository.text("docs/schemas/fleet-run.json"),
                      BASE + "changes.json", Repository.text("docs/schemas/changes.json"),
                      BASE + "audit.json", Repository.text("docs/schemas/audit.json"))));

  @Test
  void aFleetReportFits() {
    List<HostOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ObjectNode facts = Json.MAPPER.createObjectNode().put("cpuCount", i == 3 ? 1 : 8);
      outcomes.add(outcome("app" + i, new ToolAnswer.Observed(facts)));
    }
    outcomes.add(outcome("db1", new ToolAnswer.Failed(FailureKind.TIMED_OUT, "no answer")));
    outcomes.add(outcome("db2", new ToolAnswer.Denied("busy")));
    outcomes.add(outcome("db3", new ToolAnswer.Empty("the journal")));
    ObjectNode report =
        (ObjectNode)
            Json.tree(
                FleetReport.of(ToolCall.of("uptime", ""), NOON, Duration.ofMillis(1500), outcomes));
    assertThat(problems("fleet-run", report)).isEmpty();
    assertThat(report.path("retry")).hasSize(2);
    assertThat(report.path("outliers").path(0).path("sentence").asText())
        .isEqualTo("1 of 8 differs in cpuCount (usually 8): app3 1");
    assertThat(problems("fleet-run", report.deepCopy().put("answered", -1))).isNotEmpty();
    ObjectNode silent = report.deepCopy();
    ((ObjectNode) silent.path("hosts").path(0)).remove("facts");
    assertThat(problems("fleet-run", silent)).isNotEmpty();
  }

  @Test
  void whatTheChangeWebhookTakesFitsAndWhatItRefusesDoesNot() {
    MarkerPayload payload = new MarkerPayload(2);
    String whole = "{\"id\":\"77\",\"at\":\"2026-11-02T12:00:00Z\",\"text\":\"cart 1.8\"}";
    for (String taken : List.of(whole, "{\"changes\":[" + whole + "]}")) {
      assertThat(payload.decode("ci", taken.getBytes(StandardCharsets.UTF_8), NOON)).hasSize(1);
      assertThat(problems("changes", Json.read(taken, JsonNode.class))).isEmpty();
    }
    for (String refused : List.of("{\"text\":\"a\"}", "{\"changes\":[]}", "{\"id\":\"1\"}")) {
      assertThatThrownBy(() -> payload.decode("ci", refused.getBytes(StandardCharsets.UTF_8), NOON))
          .isInstanceOf(WrongInput.class);
      assertThat(problems("changes", Json.read(refused, JsonNode.class))).isNotEmpty();
    }
  }

  @Test
  void anAuditFits() {
    List<HostLedger.Entry> entries =
        List.of(
            entry(Optional.empty(), Optional.empty()),
            entry(Optional.of("too many"), Optional.empty()),
            entry(
                Optional.empty(),
                Optional.of(
                    new HostLedger.Ending("exited", Optional.of(0), 42, Duration.ofMillis(12)))));
    JsonNode document = Json.tree(new AuditCommand.Document(NOON, false, entries));
    assertThat(problems("audit", document)).isEmpty();
    ((ObjectNode) document.path("commands").path(0)).remove("argv");
    assertThat(problems("audit", document)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "today, 2026-11-02T00:00:00Z",
    "90s, 2026-11-02T11:58:30Z",
    "2h, 2026-11-02T10:00:00Z",
    "7d, 2026-10-26T12:00:00Z",
    "2026-10-01, 2026-10-01T00:00:00Z",
    "2026-10-01T08:00:00Z, 2026-10-01T08:00:00Z"
  })
  void timesAreReadAsPeopleWriteThem(String written, Instant meant) {
    assertThat(AuditCommand.since(written, Clock.fixed(NOON, ZoneOffset.UTC), ZoneOffset.UTC))
        .isEqualTo(meant);
  }

  private List<com.networknt.schema.Error> problems(String schema, JsonNode document) {
    return schemas.getSchema(SchemaLocation.of(BASE + schema + ".json")).validate(document);
  }

  private static HostOutcome outcome(String host, ToolAnswer answer) {
    return new HostOutcome(host, answer, Duration.ofMillis(5), Optional.of(Duration.ofMillis(-3)));
  }

  private static HostLedger.Entry entry(
      Optional<String> denied, Optional<HostLedger.Ending> ending) {
    return new HostLedger.Entry(
        "1", NOON, "app1", "run by mika", List.of("/usr/bin/env"), denied, ending);
  }
}
