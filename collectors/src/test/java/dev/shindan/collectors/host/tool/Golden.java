package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One recorded output of a tool and the answer expected of it. */
record Golden(Tool tool, Path raw) {
  static final Path FOLDER = Path.of("src/test/golden");
  static final CallContext CONTEXT =
      new CallContext(
          "test",
          Instant.parse("2026-11-24T10:30:00Z"),
          Instant.parse("2026-11-24T11:00:00Z"),
          Duration.ofSeconds(20));

  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              new Target(
                  "app1",
                  TargetKind.HOST,
                  Set.of("127.0.0.1"),
                  List.of(),
                  List.of(),
                  List.of(),
                  Map.of())));

  static List<Tool> tools() {
    return HostTools.all(new CommandsHere(), INVENTORY);
  }

  static List<Golden> all() {
    return tools().stream().flatMap(tool -> of(tool).stream()).toList();
  }

  static List<Golden> of(Tool tool) {
    Path folder = FOLDER.resolve(tool.spec().name());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".raw"))
          .sorted()
          .map(file -> new Golden(tool, file))
          .toList();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  ToolAnswer read(String text) {
    return tool.read(ToolCall.of(tool.spec().name(), "app1"), RawOutput.of(text), CONTEXT);
  }

  String text() {
    try {
      return new String(Files.readAllBytes(raw), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Path expected() {
    return Path.of(raw.toString().replaceFirst("\\.raw$", ".json"));
  }

  static String pretty(ToolAnswer answer) {
    try {
      return Json.MAPPER
              .writerWithDefaultPrettyPrinter()
              .forType(ToolAnswer.class)
              .writeValueAsString(answer)
          + "\n";
    } catch (JsonProcessingException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  @Override
  public String toString() {
    return tool.spec().name() + "/" + raw.getFileName();
  }
}
