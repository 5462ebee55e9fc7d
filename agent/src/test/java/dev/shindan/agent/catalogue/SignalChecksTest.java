package dev.shindan.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.tool.telemetry.TelemetryTools;
import dev.shindan.agent.trail.CallState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every check over a signal tool, put to facts where it holds, does not, or cannot be told. */
final class SignalChecksTest {
  private static final Inventory SHOP =
      new Inventory(
          List.of(host("web1", "app1"), host("app1", "db1", "pay1"), host("db1"), host("pay1")));
  private static final Toolbox TOOLBOX =
      new Toolbox(TelemetryTools.readers(SHOP, Optional.empty()));
  private static final Catalogue CATALOGUE =
      Catalogue.load(Path.of("../config/faults"), TOOLBOX, SHOP, true);
  private static final JsonNode TABLE = table();

  /** What a check is to say. */
  private enum Says {
    HOLDS,
    FAILS,
    SILENT
  }

  /**
   * One row of the table.
   *
   * @param check with its kind
   * @param system what the facts are of
   * @param asked the target that was asked about
   */
  record Row(String check, Says says, String system, String asked, JsonNode facts) {
    @Override
    public String toString() {
      return check + " " + says + ": " + system;
    }
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> check : TABLE.path("checks").properties()) {
      for (JsonNode row : check.getValue()) {
        for (Says says : Says.values()) {
          String key = says.name().toLowerCase(java.util.Locale.ROOT);
          if (row.has(key)) {
            rows.add(
                new Row(
                    check.getKey(),
                    says,
                    row.path(key).asText(),
                    row.path("asked").asText("app1"),
                    row.path("facts")));
          }
        }
      }
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void says(Row row) throws IOException {
    Check check = CATALOGUE.check(row.check()).orElseThrow();
    Optional<Evidence> evidence = evidence(check, row);
    if (row.says() == Says.SILENT) {
      assertThat(evidence).isEmpty();
      return;
    }
    Weight weight = row.says() == Says.HOLDS ? check.then() : check.otherwise();
    assertThat(evidence)
        .hasValueSatisfying(
            found -> {
              assertThat(found.bearing()).isEqualTo(weight.bearing());
              assertThat(found.strength()).isEqualTo(weight.strength());
              assertThat(found.why()).isNotBlank();
            });
  }

  @Test
  void everyCheckOverASignalToolHasARowOfEachKind() {
    Map<String, Set<Says>> seen = new TreeMap<>();
    rows()
        .forEach(
            row ->
                seen.computeIfAbsent(row.check(), _ -> EnumSet.noneOf(Says.class)).add(row.says()));
    Map<String, Set<Says>> wanted = new TreeMap<>();
    CATALOGUE.kinds().stream()
        .flatMap(kind -> kind.checks().stream())
        .forEach(check -> wanted.put(check.id(), EnumSet.allOf(Says.class)));

    assertThat(seen).isEqualTo(wanted);
  }

  @Test
  void everyCheckOverFactsThatMayBeIncompleteSaysFromWhichItCanTell() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../config/faults"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        for (JsonNode check : yaml(file).path("checks")) {
          boolean incomplete =
              TOOLBOX
                  .find(check.path("tool").asText())
                  .map(tool -> tool.spec().facts().getRecordComponents())
                  .filter(parts -> Stream.of(parts).anyMatch(p -> p.getName().equals("complete")))
                  .isPresent();
          if (incomplete) {
            assertThat(check.path("known").asText())
                .as("%s %s", file, check.path("id").asText())
                .containsAnyOf("f.complete", "f.partial");
          }
        }
      }
    }
  }

  @Test
  void aSentenceNamesTheRowThatMatched() throws IOException {
    assertThat(why("firewall-change/not-reached")).contains("add, 0.9 of them");
    assertThat(why("dependency-latency/time-lost-elsewhere")).contains("pay charge 400 ms");
    assertThat(why("db-lock-contention/statements-wait")).contains("add 400 ms");
    assertThat(why("recent-change/changed-before-onset")).contains("cart 2.1");
  }

  private static String why(String check) throws IOException {
    Row row = rows().stream().filter(one -> one.check().equals(check)).findFirst().orElseThrow();
    return evidence(CATALOGUE.check(check).orElseThrow(), row).orElseThrow().why();
  }

  private static Optional<Evidence> evidence(Check check, Row row) throws IOException {
    TestCase incident = new TestCase("slow", "app1");
    CallState call =
        incident.observed(
            ToolCall.of(check.tool(), row.asked(), check.arguments()), facts(check, row));
    String kind = check.id().replaceFirst("/.*", "");
    Hypothesis hypothesis = new Hypothesis("h1", kind, "app1", "it is so", 0.05, "test");
    return CATALOGUE.evidence(hypothesis, call, incident.caseFile(), "").stream()
        .filter(one -> one.check().equals(Optional.of(check.id())))
        .findFirst();
  }

  /** A field that the tool does not have, or that a row forgets, is an error of the table. */
  private static Record facts(Check check, Row row) throws IOException {
    ObjectNode facts = TABLE.path("healthy").path(check.tool()).deepCopy();
    row.facts().properties().forEach(field -> facts.set(field.getKey(), field.getValue()));
    Class<? extends Record> type = TOOLBOX.find(check.tool()).orElseThrow().spec().facts();
    ObjectReader reader =
        Json.MAPPER
            .readerFor(type)
            .with(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    return reader.readValue(facts);
  }

  private static JsonNode yaml(Path file) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(1000);
    Object read = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
    return Json.tree(read);
  }

  private static JsonNode table() {
    try {
      return yaml(Path.of("src/test/resources/checks/signals.yaml"));
    } catch (IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }

  private static Target host(String name, String... dependsOn) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(dependsOn), Map.of());
  }
}
