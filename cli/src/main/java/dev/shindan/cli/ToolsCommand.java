package dev.shindan.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolSpec;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code shindan tools}: the registered tools, their arguments, the exact command templates. */
@Command(
    name = "tools",
    mixinStandardHelpOptions = true,
    description = "Lists the tools, or shows one with its arguments and command template.")
final class ToolsCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = "--json")
  private boolean json;

  @Override
  public Integer call() {
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home())) {
      List<ToolSpec> specs =
          shindan.toolbox().tools().stream()
              .map(Tool::spec)
              .filter(spec -> name == null || spec.name().equals(name))
              .toList();
      if (specs.isEmpty()) {
        throw new WrongInput("tool '" + name + "'", "is not registered; see shindan tools");
      }
      if (json) {
        System.out.println(Json.write(specs.stream().map(ToolsCommand::tree).toList()));
      } else if (name != null) {
        System.out.println(whole(specs.getFirst()));
      } else {
        specs.forEach(spec -> System.out.printf("%-18s %s%n", spec.name(), spec.purpose()));
      }
    }
    return Main.DONE;
  }

  private static ObjectNode tree(ToolSpec spec) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    tree.put("name", spec.name());
    tree.put("purpose", spec.purpose());
    tree.put("template", spec.template());
    tree.put("basis", spec.basis().name());
    tree.put("cost", spec.cost().name());
    var arguments = tree.putArray("arguments");
    for (Argument argument : spec.arguments()) {
      ObjectNode one = arguments.addObject();
      one.put("name", argument.name());
      one.put("purpose", argument.purpose());
      one.put("required", argument.required());
      argument.byDefault().ifPresent(value -> one.put("default", value));
    }
    return tree;
  }

  private static String whole(ToolSpec spec) {
    StringBuilder text =
        new StringBuilder(spec.name() + ": " + spec.purpose() + "\n" + spec.template());
    for (Argument argument : spec.arguments()) {
      text.append("\n  ").append(argument.name()).append(": ").append(argument.purpose());
      argument.byDefault().ifPresent(value -> text.append(" (default ").append(value).append(')'));
    }
    return text.toString();
  }
}
