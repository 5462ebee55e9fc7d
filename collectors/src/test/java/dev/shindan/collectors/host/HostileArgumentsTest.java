package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.collectors.host.tool.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final CallContext CONTEXT =
      new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(5));

  /** One value for each argument that the tools accept. */
  private static final Map<String, String> BENIGN =
      Map.of(
          "peer", "app1",
          "unit", "nginx.service",
          "name", "app1",
          "path", "/health",
          "interface", "eth7",
          "pid", "4321",
          "port", "4321",
          "minutes", "43");

  private final List<Command> ran = new ArrayList<>();

  /** The values that the inventory allows to these arguments; nothing runs for another one. */
  private static final Map<String, Set<String>> OF_THE_INVENTORY =
      Map.of("peer", Set.of("app1"), "name", Set.of("app1", "10.0.0.1"));

  private final Toolbox toolbox =
      new Toolbox(
          HostTools.all(
              (_, command, _) -> {
                ran.add(command);
                return new CommandResult.Exited(
                    0, RawOutput.of("x\n"), "", Duration.ZERO, Optional.empty());
              },
              new Inventory(
                  List.of(
                      new Target(
                          "app1",
                          TargetKind.HOST,
                          Set.of("10.0.0.1"),
                          List.of(),
                          List.of(),
                          List.of(),
                          Map.of())))));

  static List<Tool> toolsWithArguments() {
    return new HostileArgumentsTest()
        .toolbox.tools().stream().filter(tool -> !tool.spec().arguments().isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("toolsWithArguments")
  void aValueIsRefusedInOneLineOrStandsWhereTheTemplateHasAPlaceForIt(Tool tool)
      throws InterruptedException {
    String name = tool.spec().name();
    for (Argument argument : tool.spec().arguments()) {
      String benign = benign(argument);
      List<List<String>> template = argv(call(tool, argument, benign));
      for (String value : HostileStrings.of(name.hashCode(), STRINGS)) {
        ToolCall call = call(tool, argument, value);
        Optional<String> problem = toolbox.problemWith(call);
        if (problem.isPresent()) {
          assertThat(problem.get()).as(name).doesNotContain("\n").hasSizeLessThan(400);
        } else if (!OF_THE_INVENTORY.getOrDefault(argument.name(), Set.of(value)).contains(value)) {
          assertThat(tool.fetch(call, CONTEXT))
              .as("%s %s", name, value)
              .isInstanceOf(Fetched.Refused.class);
          assertThat(ran).isEmpty();
        } else {
          assertThat(argv(call)).as("%s %s", name, value).isEqualTo(with(template, benign, value));
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
      ToolCall call = complete(tool, Map.of("peer", peer));
      assertThat(tool.fetch(call, CONTEXT)).isInstanceOf(Fetched.Refused.class);
    }
    assertThat(ran).isEmpty();
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

  private static String benign(Argument argument) {
    return argument.choices().isEmpty()
        ? BENIGN.getOrDefault(argument.name(), "")
        : argument.choices().getLast();
  }

  private ToolCall call(Tool tool, Argument argument, String value) {
    Map<String, String> arguments = new HashMap<>();
    for (Argument other : tool.spec().arguments()) {
      if (other.required()) {
        arguments.put(other.name(), benign(other));
      }
    }
    arguments.put(argument.name(), value);
    return complete(tool, arguments);
  }

  private ToolCall complete(Tool tool, Map<String, String> arguments) {
    return toolbox.complete(ToolCall.of(tool.spec().name(), "app1", arguments));
  }

  private List<List<String>> argv(ToolCall call) throws InterruptedException {
    assertThat(toolbox.problemWith(call)).as(call.key()).isEmpty();
    ran.clear();
    Fetched fetched = toolbox.find(call.tool()).orElseThrow().fetch(call, CONTEXT);
    assertThat(fetched).isInstanceOf(Fetched.Output.class);
    List<List<String>> argv =
        ran.stream()
            .map(command -> command.argv().stream().map(HostileArgumentsTest::timeless).toList())
            .toList();
    ran.clear();
    return argv;
  }

  /** A number of minutes is made into a time, which is no text that anybody chose. */
  private static String timeless(String word) {
    return word.replaceFirst("^--(since|until)=@-?\\d{1,12}$", "--$1=@TIME");
  }

  private static List<List<String>> with(List<List<String>> template, String benign, String value) {
    return template.stream()
        .map(argv -> argv.stream().map(word -> word.replace(benign, value)).toList())
        .toList();
  }
}
