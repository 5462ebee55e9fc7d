package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.shindan.agent.model.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print for people and for programs. */
final class CommandTest {
  private static final Path RECORDED =
      Path.of("../collectors/src/test/golden/disk_usage/debian12-full.raw");

  @TempDir private Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void prepare() {
    sandbox = new Sandbox(directory);
  }

  @Test
  void toolsAreListedOneALine() throws Exception {
    Sandbox.Ended ended = succeeded(new byte[0], "tools");
    assertThat(ended.out().lines())
        .hasSizeGreaterThanOrEqualTo(17)
        .anyMatch(line -> line.startsWith("disk_usage "));
  }

  @Test
  void oneToolIsShownWithItsTemplate() throws Exception {
    JsonNode tools = document(succeeded(new byte[0], "tools", "disk_usage", "--json").out());
    JsonNode tool = tools.isArray() ? tools.path(0) : tools;
    assertThat(tool.path("name").asText()).isEqualTo("disk_usage");
    assertThat(tool.path("template").asText()).contains("df");
  }

  @Test
  void recordedOutputIsParsedToFacts() throws Exception {
    JsonNode facts = document(succeeded(Files.readAllBytes(RECORDED), "parse", "disk_usage").out());
    JsonNode golden =
        Json.read(Files.readString(RECORDED.resolveSibling("debian12-full.json")), JsonNode.class);
    assertThat(golden.toString()).contains(facts.toString());
  }

  @Test
  void unreadableOutputIsSaidSo() throws Exception {
    Sandbox.Ended ended =
        sandbox.run(
            "nonsense\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "parse", "disk_usage");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(document(ended.out()).toString()).contains("UNREADABLE");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void hostsAreListedAndChecked() throws Exception {
    assertThat(succeeded(new byte[0], "hosts", "list").out()).startsWith("here ").contains("host");
    assertThat(succeeded(new byte[0], "hosts", "check").out())
        .startsWith("here ")
        .contains("ok as");
  }

  @Test
  void oneToolIsRunOnManyHostsAndIsOnRecord() throws Exception {
    JsonNode report =
        document(succeeded(new byte[0], "run", "uptime", "--hosts", "h*", "--json").out());
    assertThat(report.path("answered").asInt()).isEqualTo(1);
    assertThat(report.path("hosts").path(0).path("facts").path("cpuCount").asInt()).isPositive();
    assertThat(succeeded(new byte[0], "run", "uptime").out())
        .contains("here ", "cpuCount=", "1 of 1 answered");
    JsonNode audit = document(succeeded(new byte[0], "audit", "--host", "here", "--json").out());
    assertThat(audit.path("commands")).hasSize(2); // one for each run
    assertThat(audit.findValuesAsText("outcome")).containsOnly("exited");
  }

  @Test
  void runRefusesWhatItDoesNotKnow() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"run", "nope"}, {"run", "uptime", "x=1"}, {"run", "uptime", "--hosts", "nobody"}
        }) {
      Sandbox.Ended ended = sandbox.run(wrong);
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err().lines()).hasSize(1);
    }
  }

  @Test
  void configurationIsChecked() throws Exception {
    Sandbox.Ended ended = succeeded(new byte[0], "check");
    assertThat(ended.out().lines()).hasSize(1).allMatch(line -> line.contains("1 targets"));
  }

  @Test
  void helpNeedsNoConfiguration() throws Exception {
    Files.delete(directory.resolve("config/shindan.yaml"));
    assertThat(succeeded(new byte[0], "--help").out()).contains("investigate", "serve");
    assertThat(succeeded(new byte[0], "investigate", "--help").out()).contains("--json");
  }

  @Test
  void verdictIsOneJsonDocument() throws Exception {
    Sandbox.Ended ended = sandbox.run("investigate", "--host", "here", "--json");
    assertThat(ended.exit()).isZero();
    JsonNode verdict = document(ended.out());
    assertThat(verdict.path("outcome").asText()).isIn("root_cause", "inconclusive", "no_fault");
    assertThat(verdict.path("reasoner").asText()).isEqualTo("builtin");
    assertThat(ended.err().lines()).allMatch(line -> line.startsWith("#"));
  }

  private Sandbox.Ended succeeded(byte[] input, String... command) throws InterruptedException {
    Sandbox.Ended ended = sandbox.run(input, command);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    return ended;
  }

  /** The one JSON document that a text consists of. */
  private static JsonNode document(String text) throws java.io.IOException {
    try (MappingIterator<JsonNode> documents =
        Json.MAPPER.readerFor(JsonNode.class).readValues(text)) {
      List<JsonNode> all = documents.readAll();
      assertThat(all).as("documents in %s", text).hasSize(1);
      return all.getFirst();
    }
  }
}
