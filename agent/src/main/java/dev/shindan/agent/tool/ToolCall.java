package dev.shindan.agent.tool;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One question put to one target.
 *
 * @param target the name of a target of the inventory
 * @param arguments complete: defaults filled in by {@link Toolbox#complete}
 */
public record ToolCall(String tool, String target, SortedMap<String, String> arguments) {
  public ToolCall {
    arguments = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
  }

  public static ToolCall of(String tool, String target) {
    return new ToolCall(tool, target, new TreeMap<>());
  }

  public static ToolCall of(String tool, String target, Map<String, String> arguments) {
    return new ToolCall(tool, target, new TreeMap<>(arguments));
  }

  /** Equal for equal questions; the key of repeats and recordings: {@code df app1 a=1 b=2}. */
  public String key() {
    StringBuilder key = new StringBuilder(tool).append(' ').append(target);
    arguments.forEach((name, value) -> key.append(' ').append(name).append('=').append(value));
    return key.toString();
  }
}
