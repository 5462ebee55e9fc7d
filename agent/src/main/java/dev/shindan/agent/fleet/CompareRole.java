package dev.shindan.agent.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares the role: puts one light tool to all hosts that should be like the target, and names
 * those that differ. Each host is asked through the same runner as ever, so its load guard and the
 * audit hold for each. Thread-safe.
 */
public final class CompareRole implements Tool {
  public static final String NAME = "compare";

  /** Of more hosts the target and the first ones by name are asked. */
  static final int HOSTS_MAX = 200;

  private static final String TOOL = "tool";

  /** What is left of the time of the call for the hosts that were asked last. */
  private static final int ROUNDS = 2;

  private final Inventory inventory;
  private final List<String> compared;
  private final Supplier<ToolRunner> runner;
  private final FirstContact contact;
  private final Clock clock;
  private final FleetLimits limits;

  /**
   * @param tools of which the light ones without an argument that must be given can be compared
   * @param runner that asks one host; asked for when it is needed, as it runs this tool too
   */
  public CompareRole(
      Inventory inventory,
      List<Tool> tools,
      Supplier<ToolRunner> runner,
      FirstContact contact,
      Clock clock,
      FleetLimits limits) {
    this.inventory = inventory;
    this.compared =
        tools.stream()
            .map(Tool::spec)
            .filter(spec -> spec.cost() == Cost.LIGHT)
            .filter(spec -> spec.arguments().stream().noneMatch(Argument::required))
            .map(ToolSpec::name)
            .toList();
    this.runner = runner;
    this.contact = contact;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public ToolSpec spec() {
    String first = compared.contains("uptime") ? "uptime" : compared.getFirst();
    return new ToolSpec(
        NAME,
        "By which facts does this host differ from the others of its role or service?",
        List.of(
            Argument.oneOf(
                TOOL, "the tool that every host is asked", first, compared.toArray(String[]::new))),
        "the commands of the tool, on at most " + HOSTS_MAX + " hosts of the role or service",
        CompareFacts.class,
        new Basis(NAME),
        Set.of(),
        Duration.ofSeconds(60),
        Cost.SAMPLED);
  }

  @Override
  public boolean appliesTo(Target target) {
    return target.kind() == TargetKind.HOST && alike(target).size() >= Outliers.HOSTS_MIN;
  }

  /** The target first. */
  private List<String> alike(Target target) {
    Set<String> names = new LinkedHashSet<>(List.of(target.name()));
    names.addAll(sharing(target, Target::roles));
    if (names.size() == 1) {
      names.addAll(sharing(target, Target::services));
    }
    return List.copyOf(names);
  }

  private List<String> sharing(Target target, Function<Target, List<String>> of) {
    return inventory.targets().stream()
        .filter(other -> other.kind() == TargetKind.HOST)
        .filter(other -> of.apply(other).stream().anyMatch(of.apply(target)::contains))
        .map(Target::name)
        .sorted()
        .toList();
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<Target> target = inventory.find(Inventory.hostPart(call.target()));
    if (target.isEmpty() || !appliesTo(target.get())) {
      return new Fetched.Settled(
          new ToolAnswer.Empty(
              "fewer than " + Outliers.HOSTS_MIN + " hosts share a role or service with it"));
    }
    String tool = String.valueOf(call.arguments().get(TOOL));
    List<String> alike = alike(target.get());
    List<String> asked = alike.subList(0, Math.min(alike.size(), HOSTS_MAX));
    ToolCall question = runner.get().toolbox().complete(ToolCall.of(tool, ""));
    Duration each = context.timeout().dividedBy(ROUNDS);
    List<HostOutcome> outcomes =
        new FanOut(runner.get(), contact, clock, limits.withHostTimeMax(shorter(each)))
            .ask(question, asked, context.investigation(), _ -> {});
    StringBuilder text = new StringBuilder();
    outcomes.forEach(outcome -> text.append(line(outcome)).append('\n'));
    return new Fetched.Output(RawOutput.of(text.toString()));
  }

  private Duration shorter(Duration each) {
    Duration longest = each.compareTo(limits.hostTimeMax()) < 0 ? each : limits.hostTimeMax();
    return longest.toMillis() < 1 ? Duration.ofMillis(1) : longest;
  }

  private static String line(HostOutcome outcome) {
    ObjectNode line = Json.MAPPER.createObjectNode().put("host", outcome.host());
    if (outcome.answer() instanceof ToolAnswer.Observed) {
      FactsInBrief facts = FactsInBrief.of(outcome.answer());
      ObjectNode all = line.putObject("facts");
      facts.numbers().forEach(all::put);
      facts.words().forEach(all::put);
    } else {
      line.put(outcome.answered() ? "empty" : "notAnswered", outcome.answer().inWords());
    }
    return line.toString();
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    List<HostOutcome> outcomes = new ArrayList<>();
    Map<String, String> notAnswered = new TreeMap<>();
    for (String line : raw.text().lines().toList()) {
      JsonNode row = row(line);
      String host = row.path("host").asText();
      if (host.isEmpty()) {
        return new ToolAnswer.Failed(
            FailureKind.UNREADABLE, NAME + ": a line for each host was expected, not: " + line);
      }
      if (row.has("notAnswered")) {
        notAnswered.put(host, row.path("notAnswered").asText());
      }
      outcomes.add(
          new HostOutcome(
              host,
              row.has("facts")
                  ? new ToolAnswer.Observed(row.path("facts"))
                  : new ToolAnswer.Empty(""),
              Duration.ZERO,
              Optional.empty()));
    }
    if (outcomes.isEmpty()) {
      return new ToolAnswer.Failed(FailureKind.UNREADABLE, NAME + ": no line for any host");
    }
    return ToolAnswer.Observed.of(facts(call, outcomes, notAnswered));
  }

  private CompareFacts facts(
      ToolCall call, List<HostOutcome> outcomes, Map<String, String> notAnswered) {
    String name = Inventory.hostPart(call.target());
    List<CompareFacts.Difference> differences =
        Outliers.in(outcomes).stream().map(outlier -> difference(outlier, name)).toList();
    Optional<Target> target = inventory.find(name);
    return new CompareFacts(
        String.valueOf(call.arguments().get(TOOL)),
        target.map(this::shared).orElse(List.of()),
        target.map(found -> alike(found).size()).orElse(outcomes.size()),
        outcomes.size(),
        outcomes.size() - notAnswered.size(),
        notAnswered,
        differences.stream().anyMatch(one -> !one.target().isEmpty()),
        differences);
  }

  private List<String> shared(Target target) {
    return sharing(target, Target::roles).size() > 1 ? target.roles() : target.services();
  }

  private static CompareFacts.Difference difference(Outlier outlier, String target) {
    return new CompareFacts.Difference(
        outlier.fact(),
        outlier.usual(),
        outlier.of(),
        outlier.hosts().stream().map(Outlier.Differing::host).toList(),
        outlier.hosts().stream()
            .filter(differing -> differing.host().equals(target))
            .map(Outlier.Differing::value)
            .findFirst()
            .orElse(""),
        outlier.sentence());
  }

  private static JsonNode row(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException cut) {
      return Json.MAPPER.createObjectNode();
    }
  }
}
