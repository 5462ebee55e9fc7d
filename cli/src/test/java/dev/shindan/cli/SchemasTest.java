package dev.shindan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.replay.Case;
import dev.shindan.agent.replay.CaseFolder;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.replay.RecordedCall;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.EventSamples;
import dev.shindan.agent.trail.InMemoryTrailStore;
import dev.shindan.evals.EvalRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed, stored and served fits the schemas in docs/schemas; what is broken does not. */
final class SchemasTest {
  private static final String BASE = "https://shindan.dev/schemas/";
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  private static final String DF =
      """
      Filesystem     Type 1-blocks       Used Available Capacity Mounted on
      /dev/sdb1      ext4 264241152 264237056      4096     100% /data
      """;

  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemas(
                  Map.of(
                      BASE + "verdict.json", Repository.text("docs/schemas/verdict.json"),
                      BASE + "trail-entry.json", Repository.text("docs/schemas/trail-entry.json"),
                      BASE + "eval-report.json",
                          Repository.text("docs/schemas/eval-report.json"))));

  private final Shindan shindan =
      Shindan.withoutHosts(
          Home.of(
              Optional.of(Repository.ROOT.resolve("config/shindan.yaml")),
              Map.of("SHINDAN_HOME", Repository.ROOT.toString())));

  @AfterEach
  void close() {
    shindan.close();
  }

  @Test
  void theVerdictAndTheTrailOfARunFit() throws InterruptedException {
    InMemoryTrailStore store = new InMemoryTrailStore(CaseRunner.clockOf(fullDisk()));
    Verdict verdict = runner(store).run(fullDisk(), "builtin", store, store);
    assertThat(problems("verdict", Json.tree(verdict))).isEmpty();
    List<Entry> trail = store.read("full-disk", 0);
    assertThat(trail)
        .extracting(entry -> entry.event().getClass().getSimpleName())
        .contains("Opened", "Called", "Answered", "Found", "Proposed", "Judged", "Concluded");
    assertThat(trail)
        .allSatisfy(entry -> assertThat(problems("trail-entry", Json.tree(entry))).isEmpty());
  }

  @Test
  void everyKindOfEventFitsAndIsListed() {
    List<Event> samples = EventSamples.all();
    for (int i = 0; i < samples.size(); i++) {
      JsonNode entry = Json.tree(new Entry(i + 1L, NOON, samples.get(i)));
      assertThat(problems("trail-entry", entry)).as("%s", entry).isEmpty();
    }
  }

  @Test
  void anEvalReportFits(@TempDir Path folder) throws InterruptedException, IOException {
    CaseFolder.write(folder.resolve("full-disk"), fullDisk());
    InMemoryTrailStore raws = new InMemoryTrailStore(CaseRunner.clockOf(fullDisk()));
    var report = new EvalRun(runner(raws), "builtin").over(List.of(folder));
    assertThat(problems("eval-report", Json.tree(report))).isEmpty();
  }

  @Test
  void aBrokenVerdictIsRejected() {
    assertThat(problems("verdict", sample())).isEmpty();
    assertThat(problems("verdict", sample().put("outcome", "guess"))).isNotEmpty();
    assertThat(problems("verdict", sample().put("outcome", "no_fault"))).isNotEmpty();
    assertThat(problems("verdict", sample().put("confidence", 0.9))).isNotEmpty();
    ObjectNode incomplete = sample();
    incomplete.remove("notSeen");
    assertThat(problems("verdict", incomplete)).isNotEmpty();
    ObjectNode sure = sample();
    ((ObjectNode) sure.path("causes").get(0)).put("probability", 1.2);
    assertThat(problems("verdict", sure)).isNotEmpty();
  }

  @Test
  void aBrokenEntryIsRejected() {
    ObjectNode entry = (ObjectNode) Json.tree(new Entry(3, NOON, concluded()));
    assertThat(problems("trail-entry", entry)).isEmpty();
    assertThat(problems("trail-entry", entry.deepCopy().put("number", 0))).isNotEmpty();
    ObjectNode unknown = entry.deepCopy();
    ((ObjectNode) unknown.path("event")).put("type", "guessed");
    assertThat(problems("trail-entry", unknown)).isNotEmpty();
    ObjectNode within = entry.deepCopy();
    ((ObjectNode) within.path("event").path("verdict")).put("outcome", "guess");
    assertThat(problems("trail-entry", within)).isNotEmpty();
  }

  private List<Error> problems(String schema, JsonNode document) {
    return schemas.getSchema(SchemaLocation.of(BASE + schema + ".json")).validate(document);
  }

  private static Event.Concluded concluded() {
    return EventSamples.all().stream()
        .filter(Event.Concluded.class::isInstance)
        .map(Event.Concluded.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode sample() {
    return (ObjectNode) Json.tree(concluded().verdict());
  }

  private CaseRunner runner(InMemoryTrailStore raws) {
    return new CaseRunner(shindan.toolboxForReplay(), shindan.brain(raws), Limits.DEFAULT);
  }

  /** A host whose /data is full; of all its tools only df was recorded. */
  private static Case fullDisk() {
    Case.Machine app1 =
        new Case.Machine("app1", TargetKind.HOST, List.of(), List.of(), List.of(), List.of());
    Case.Question asked =
        new Case.Question(
            "Disk full on app1",
            NOON.minusSeconds(60),
            List.of("app1"),
            List.of("app1"),
            List.of(),
            Optional.of("why can app1 not write to /data?"));
    Case.Truth truth =
        new Case.Truth(
            Outcome.ROOT_CAUSE, Optional.of("app1:/data"), List.of("disk-full-bytes"), List.of());
    RecordedCall df =
        new RecordedCall(
            ToolCall.of("disk_usage", "app1"),
            Optional.of("df"),
            0,
            Optional.empty(),
            NOON,
            Optional.empty());
    return new Case(
        "full-disk",
        new Case.Description("A full disk.", NOON, asked, List.of(app1), truth),
        List.of(df),
        Map.of("df", DF.getBytes(StandardCharsets.UTF_8)));
  }
}
