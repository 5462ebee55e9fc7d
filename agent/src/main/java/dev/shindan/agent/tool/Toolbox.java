package dev.shindan.agent.tool;

import dev.shindan.agent.model.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registered tools, by name. */
public final class Toolbox {
  private final Map<String, Tool> byName = new LinkedHashMap<>();

  public Toolbox(Collection<? extends Tool> tools) {
    for (Tool tool : tools) {
      if (byName.put(tool.spec().name(), tool) != null) {
        throw new IllegalArgumentException("two tools named " + tool.spec().name());
      }
    }
  }

  public List<Tool> tools() {
    return List.copyOf(byName.values());
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public List<Tool> applicableTo(Target target) {
    return byName.values().stream().filter(tool -> tool.appliesTo(target)).toList();
  }

  /** What is wrong with a call, in one line; empty when it may run. */
  public Optional<String> problemWith(ToolCall call) {
    Tool tool = byName.get(call.tool());
    if (tool == null) {
      return Optional.of("no tool '" + call.tool() + "'; there are " + byName.keySet());
    }
    List<Argument> known = tool.spec().arguments();
    for (String name : call.arguments().keySet()) {
      if (known.stream().noneMatch(argument -> argument.name().equals(name))) {
        return Optional.of(call.tool() + " has no argument '" + name + "'");
      }
    }
    for (Argument argument : known) {
      String value = call.arguments().get(argument.name());
      Optional<String> problem =
          value != null
              ? argument.problemWith(value)
              : argument.required()
                  ? Optional.of(argument.name() + " is missing")
                  : Optional.empty();
      if (problem.isPresent()) {
        return Optional.of(call.tool() + ": " + problem.get());
      }
    }
    return Optional.empty();
  }

  /** The call with every default filled in, so that equal questions have equal keys. */
  public ToolCall complete(ToolCall call) {
    Tool tool = byName.get(call.tool());
    if (tool == null) {
      return call;
    }
    TreeMap<String, String> arguments = new TreeMap<>(call.arguments());
    for (Argument argument : tool.spec().arguments()) {
      argument.byDefault().ifPresent(value -> arguments.putIfAbsent(argument.name(), value));
    }
    return new ToolCall(call.tool(), call.target(), arguments);
  }
}
