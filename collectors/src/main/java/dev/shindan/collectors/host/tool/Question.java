package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one host tool asks and how the answer is read.
 *
 * @param secondSampleAfter the commands are run again after this, for counters
 * @param kernelFiles what the facts are read from, where containers may share it
 */
record Question(
    ToolSpec spec,
    Template template,
    Reader reader,
    Optional<Duration> secondSampleAfter,
    Set<Trait> traits,
    Set<String> kernelFiles) {

  /** What is special about how the commands are run. */
  enum Trait {
    /** What a command printed before it complained is an answer. */
    KEEPS_PART,
    /** A command that was not permitted is tried again with privileges. */
    ESCALATES,
    /** A program that is not there leaves its section silent, while another one answers. */
    BEST_EFFORT
  }

  private static final Duration FRESHNESS = Duration.ofSeconds(30);

  /** Builds the argument vectors of a call; the only place where they are made. */
  @FunctionalInterface
  interface Template {
    List<Command> commands(ToolCall call, CallContext context);
  }

  /** Reads facts; throws {@link UnreadableOutput} and nothing else. */
  @FunctionalInterface
  interface Reader {
    ToolAnswer read(Reading reading);
  }

  /** Reads facts where every readable output is an observation. */
  @FunctionalInterface
  interface FactsReader {
    Record read(Reading reading);
  }

  /** A question without arguments that is light on the host. */
  static Question fixed(
      String name,
      String purpose,
      Class<? extends Record> facts,
      String basis,
      Set<Coverage> covers,
      FactsReader reader,
      Command... commands) {
    List<Command> fixed = List.of(commands);
    String template = fixed.stream().map(Command::line).collect(Collectors.joining("\n"));
    return new Question(
        new ToolSpec(
            name,
            purpose,
            List.of(),
            template,
            facts,
            new Basis(basis),
            covers,
            FRESHNESS,
            Cost.LIGHT),
        (_, _) -> fixed,
        reading -> ToolAnswer.Observed.of(reader.read(reading)),
        Optional.empty(),
        Set.of(),
        Set.of());
  }

  Question sampledTwice(Duration after) {
    String twice = spec.template() + "\n(twice, " + after.toSeconds() + " s apart)";
    return new Question(
        with(spec, spec.arguments(), twice, Cost.SAMPLED),
        template,
        reader,
        Optional.of(after),
        traits,
        kernelFiles);
  }

  /** The command itself takes its time to sample. */
  Question sampling() {
    return costing(Cost.SAMPLED);
  }

  /** Reads much on the host: kept off strained ones, and run behind everything else. */
  Question heavy() {
    return costing(Cost.HEAVY);
  }

  private Question costing(Cost cost) {
    return asked(with(spec, spec.arguments(), spec.template(), cost), template, reader);
  }

  Question keepingPart() {
    return with(Trait.KEEPS_PART);
  }

  Question escalating() {
    return with(Trait.ESCALATES);
  }

  Question doingItsBest() {
    return with(Trait.BEST_EFFORT);
  }

  private Question with(Trait trait) {
    EnumSet<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new Question(spec, template, reader, secondSampleAfter, Set.copyOf(more), kernelFiles);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The facts are those of the machine, unless a container has these files of its own. */
  Question ofKernel(String... files) {
    return new Question(spec, template, reader, secondSampleAfter, traits, Set.of(files));
  }

  Question asking(List<Argument> arguments, String templateText, Template made) {
    return asked(with(spec, arguments, templateText, spec.cost()), made, reader);
  }

  Question readBy(Reader other) {
    return asked(spec, template, other);
  }

  private Question asked(ToolSpec as, Template made, Reader by) {
    return new Question(as, made, by, secondSampleAfter, traits, kernelFiles);
  }

  /** Whether a call names another target of the inventory, to be probed. */
  boolean probes() {
    return spec.arguments().stream().anyMatch(argument -> argument.name().equals(Peers.ARGUMENT));
  }

  /** Whether a call names something for the resolver of the host. */
  boolean looksUp() {
    return spec.name().equals("dns_lookup");
  }

  private static ToolSpec with(
      ToolSpec spec, List<Argument> arguments, String template, Cost cost) {
    return new ToolSpec(
        spec.name(),
        spec.purpose(),
        arguments,
        template,
        spec.facts(),
        spec.basis(),
        spec.covers(),
        spec.freshness(),
        cost);
  }
}
