package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No value that a model or an alert can give becomes anything but the argument that the template
 * has a place for. {@code -Dhostile.strings=10000} tries more of them than every build does.
 */
final class HostileArgumentsTest {
  private static final int STRINGS = Integer.getInteger("hostile.strings", 500);
  private static final int BATCH = 100;
  private final ToolTemplates templates = new ToolTemplates();

  static List<Tool> toolsWithArguments() {
    return new ToolTemplates().withArguments();
  }

  @ParameterizedTest
  @MethodSource("toolsWithArguments")
  void aValueIsRefusedInOneLineOrStandsWhereTheTemplateHasAPlaceForIt(Tool tool)
      throws InterruptedException {
    String name = tool.spec().name();
    for (Argument argument : tool.spec().arguments()) {
      String benign = ToolTemplates.benign(argument);
      List<List<String>> template = templates.argv(templates.call(tool, argument, benign));
      for (String value : HostileStrings.of(name.hashCode(), STRINGS)) {
        ToolCall call = templates.call(tool, argument, value);
        Optional<String> problem = templates.toolbox().problemWith(call);
        if (problem.isPresent()) {
          assertThat(problem.get()).as(name).doesNotContain("\n").hasSizeLessThan(400);
        } else if (!ToolTemplates.inTheInventory(argument, value)) {
          assertThat(tool.fetch(call, ToolTemplates.CONTEXT))
              .as("%s %s", name, value)
              .isInstanceOf(Fetched.Refused.class);
          assertThat(templates.ran()).isEmpty();
        } else {
          assertThat(templates.argv(call))
              .as("%s %s", name, value)
              .isEqualTo(ToolTemplates.with(template, benign, value));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("toolsWithArguments")
  void aPeerOutsideTheInventoryIsDeniedBeforeAnythingRuns(Tool tool) throws InterruptedException {
    if (tool.spec().arguments().stream().noneMatch(argument -> argument.name().equals("peer"))) {
      return;
    }
    for (String peer : List.of("db9", "10.0.0.1", "localhost", "metadata", "app1.evil")) {
      ToolCall call = templates.complete(tool, Map.of("peer", peer));
      assertThat(tool.fetch(call, ToolTemplates.CONTEXT)).isInstanceOf(Fetched.Refused.class);
    }
    assertThat(templates.ran()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/dash", "/bin/zsh"})
  void everyArgumentArrivesAsItWasUnderEveryLoginShellWeAccept(String shell)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of(shell)), shell + " is not installed here");
    List<String> strings =
        HostileStrings.of(shell.hashCode(), STRINGS).stream()
            .filter(text -> text.indexOf('\0') < 0)
            .toList();
    for (int from = 0; from < strings.size(); from += BATCH) {
      List<String> batch = strings.subList(from, Math.min(strings.size(), from + BATCH));
      assertThat(seenThrough(shell, batch)).as("from %d", from).isEqualTo(batch);
    }
  }

  @Test
  void anArgumentWithANulIsOurOwnMistakeAndNeverSent() {
    assertThatThrownBy(
            () ->
                GuardedCommand.of(
                    Command.of("/usr/bin/printf", "a\0b"), Duration.ofSeconds(1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** What a program sees as its arguments, each ended by a NUL. */
  private static List<String> seenThrough(String shell, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
    argv.addAll(arguments);
    String line =
        GuardedCommand.of(new Command(argv, false), Duration.ofSeconds(20), false).shellLine();
    Process process =
        new ProcessBuilder(shell, "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> seen = new ArrayList<>(List.of(printed.split("\0", -1)));
    seen.removeLast();
    return seen;
  }
}
