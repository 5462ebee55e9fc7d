package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every tool reads what real hosts printed. {@code -Dgolden.record=NAME} records this machine;
 * {@code -Dgolden.update=true} writes the expected answers anew.
 */
final class GoldenTest {
  static List<Golden> goldens() {
    return Golden.all();
  }

  static List<Tool> tools() {
    return Golden.tools();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void recordedOutputIsReadAsExpected(Golden golden) throws IOException {
    String answer = Golden.pretty(golden.read(golden.text()));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden.expected(), answer);
    }
    assertThat(answer).isEqualTo(Files.readString(golden.expected()));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void everyLineOfTheFactsCanBeQuotedFromTheOutput(Golden golden) {
    String text = golden.text();
    if (golden.read(text) instanceof ToolAnswer.Observed observed) {
      for (JsonNode line : observed.facts().findValues("line")) {
        assertThat(text).contains(line.asText());
      }
      for (JsonNode lines : observed.facts().findValues("lines")) {
        lines.forEach(line -> assertThat(text).contains(line.asText()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void outputThatEndsInTheMiddleOfALineIsNotRead(Golden golden) {
    String text = golden.text().stripTrailing();
    assertThat(golden.read(text.substring(0, text.length() - 1)))
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(FailureKind.UNREADABLE));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void noiseIsNotRead(Tool tool) {
    assertThat(
            tool.read(
                ToolCall.of(tool.spec().name(), "app1"),
                RawOutput.of("Ein Fehler ist aufgetreten\n"),
                Golden.CONTEXT))
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(FailureKind.UNREADABLE));
  }

  /** What this machine lacks is said; what it has is understood. */
  @ParameterizedTest
  @MethodSource("tools")
  void theRealProgramsOfThisMachineAreUnderstood(Tool tool)
      throws InterruptedException, IOException {
    Toolbox toolbox = new Toolbox(List.of(tool));
    ToolCall call = toolbox.complete(ToolCall.of(tool.spec().name(), "app1"));
    ToolAnswer answer =
        switch (tool.fetch(call, Golden.CONTEXT)) {
          case Fetched.Output output -> {
            record(tool, output.raw());
            yield tool.read(call, output.raw(), Golden.CONTEXT);
          }
          case Fetched.Settled settled -> settled.answer();
          case Fetched.Refused refused -> new ToolAnswer.Denied(refused.reason());
        };
    if (answer instanceof ToolAnswer.Failed failed) {
      assertThat(failed.kind())
          .as(failed.detail())
          .isIn(FailureKind.NOT_INSTALLED, FailureKind.NOT_PERMITTED);
    }
  }

  @Test
  void theFortySixToolsHaveDistinctNames() {
    assertThat(tools().stream().map(tool -> tool.spec().name()).distinct()).hasSize(46);
  }

  private static void record(Tool tool, RawOutput raw) throws IOException {
    String name = System.getProperty("golden.record", "");
    if (!name.isEmpty()) {
      Path folder = Files.createDirectories(Golden.FOLDER.resolve(tool.spec().name()));
      Files.write(folder.resolve(name + ".raw"), raw.bytes());
    }
  }
}
