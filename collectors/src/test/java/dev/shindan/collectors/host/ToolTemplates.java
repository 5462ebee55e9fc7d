package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The argument vectors that the tools make of calls, without running them. */
final class ToolTemplates {
  static final CallContext CONTEXT =
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

  /** The values that the inventory allows to these arguments; nothing runs for another one. */
  private static final Map<String, Set<String>> OF_THE_INVENTORY =
      Map.of("peer", Set.of("app1"), "name", Set.of("app1", "10.0.0.1"));

  private final List<Command> ran = new ArrayList<>();

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

  Toolbox toolbox() {
    return toolbox;
  }

  List<Tool> withArguments() {
    return toolbox.tools().stream().filter(tool -> !tool.spec().arguments().isEmpty()).toList();
  }

  /** What was run since it was asked last. */
  List<Command> ran() {
    List<Command> all = List.copyOf(ran);
    ran.clear();
    return all;
  }

  static String benign(Argument argument) {
    return argument.choices().isEmpty()
        ? BENIGN.getOrDefault(argument.name(), "")
        : argument.choices().getLast();
  }

  /** Whether the inventory lets the value reach a command. */
  static boolean inTheInventory(Argument argument, String value) {
    return OF_THE_INVENTORY.getOrDefault(argument.name(), Set.of(value)).contains(value);
  }

  ToolCall call(Tool tool, Argument argument, String value) {
    Map<String, String> arguments = new HashMap<>();
    for (Argument other : tool.spec().arguments()) {
      if (other.required()) {
        arguments.put(other.name(), benign(other));
      }
    }
    arguments.put(argument.name(), value);
    return complete(tool, arguments);
  }

  ToolCall complete(Tool tool, Map<String, String> arguments) {
    return toolbox.complete(ToolCall.of(tool.spec().name(), "app1", arguments));
  }

  /** The vectors that a call without fault is made into. */
  List<List<String>> argv(ToolCall call) throws InterruptedException {
    assertThat(toolbox.problemWith(call)).as(call.key()).isEmpty();
    ran.clear();
    Fetched fetched = toolbox.find(call.tool()).orElseThrow().fetch(call, CONTEXT);
    assertThat(fetched).isInstanceOf(Fetched.Output.class);
    return ran().stream()
        .map(command -> command.argv().stream().map(ToolTemplates::timeless).toList())
        .toList();
  }

  /** The vectors with another value in the place of a benign one. */
  static List<List<String>> with(List<List<String>> template, String benign, String value) {
    return template.stream()
        .map(argv -> argv.stream().map(word -> word.replace(benign, value)).toList())
        .toList();
  }

  /** A number of minutes is made into a time, which is no text that anybody chose. */
  private static String timeless(String word) {
    return word.replaceFirst("^--(since|until)=@-?\\d{1,12}$", "--$1=@TIME");
  }
}
