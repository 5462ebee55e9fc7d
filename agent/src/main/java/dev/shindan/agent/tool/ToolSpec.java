package dev.shindan.agent.tool;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a tool is, for the reader, the reasoners and the rules.
 *
 * @param name lower case with underscores
 * @param purpose one sentence: which question it answers
 * @param template the exact commands or query, for the reader
 * @param facts the record its facts are; scalars, records, lists, maps and Optionals only
 * @param covers what a successful answer lets us say we have looked at
 * @param freshness how long an equal call is answered by reference to the earlier one
 */
public record ToolSpec(
    String name,
    String purpose,
    List<Argument> arguments,
    String template,
    Class<? extends Record> facts,
    Basis basis,
    Set<Coverage> covers,
    Duration freshness,
    Cost cost) {
  public ToolSpec {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("a tool name is lower case with underscores: " + name);
    }
    arguments = List.copyOf(arguments);
    covers = Set.copyOf(covers);
  }
}
