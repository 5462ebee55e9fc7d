package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who depends on a target and on whom it depends, from spans and the inventory. */
public final class DependentsTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "dependents";

  private static final int ROWS_MAX = 10;
  private static final int LINE_CHARACTERS_MAX = 160;

  private final Optional<TraceSource> traces;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Who depends on this target, on whom does it depend, and how is that known?",
          List.of(Around.minutes(60)),
          "dependsOn of the inventory, and all traces from ONSET-MINUTES until now",
          DependentsFacts.class,
          new Basis("topology"),
          Set.of(),
          Duration.ofMinutes(5),
          Cost.LIGHT);

  public DependentsTool(Optional<TraceSource> traces, Inventory inventory) {
    this.traces = traces;
    this.inventory = inventory;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return inventory.find(target.name()).isPresent();
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    SpanText.Header nothing =
        new SpanText.Header(
            Around.before(call, context).start(),
            Around.onset(context),
            Around.since(context).end(),
            true,
            false,
            "the inventory",
            "dependsOn");
    if (traces.isEmpty()) {
      return new Fetched.Output(SpanText.write(nothing, List.of(), List.of()));
    }
    BothSides sides = BothSides.ask(traces.get(), Set.of(), call, context);
    if (Thread.interrupted()) {
      throw new InterruptedException("the trace store was being asked");
    }
    SpanText.Header header =
        new SpanText.Header(
            nothing.start(),
            nothing.onset(),
            nothing.end(),
            sides.complete() && sides.failure().isEmpty(),
            sides.partial(),
            sides.failure().map(why -> "not answered: " + why.detail()).orElse(sides.origin()),
            "all traces");
    return new Fetched.Output(SpanText.write(header, sides.before(), sides.since()));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return SpanText.read(raw.text())
        .<ToolAnswer>map(spans -> answer(call, spans, context))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "the spans have no readable first line"));
  }

  private ToolAnswer answer(ToolCall call, SpanText spans, CallContext context) {
    String self = Inventory.hostPart(call.target());
    List<dev.shindan.agent.source.Span> all =
        Stream.concat(spans.before().stream(), spans.since().stream()).toList();
    DependencyGraph graph =
        Topology.named(
                DependencyGraph.fromSpans(CalledPeers.in(all, new Naming(inventory))),
                new Naming(inventory))
            .with(Topology.configured(inventory));
    return ToolAnswer.Observed.of(
        new DependentsFacts(
            reached(graph.dependents(self)),
            reached(graph.dependencies(self)),
            graph.edges().stream()
                .filter(edge -> edge.caller().equals(self) || edge.callee().equals(self))
                .limit(ROWS_MAX)
                .map(
                    edge ->
                        new DependentsFacts.Edge(
                            edge.caller(),
                            edge.callee(),
                            edge.evidence(),
                            edge.age(context.now()).map(Duration::toSeconds),
                            edge.calls()))
                .toList(),
            spans.header().complete() && spans.unread() == 0,
            Around.shortened(Json.write(spans.header()), LINE_CHARACTERS_MAX)));
  }

  private static List<DependentsFacts.Reached> reached(Map<String, Integer> hops) {
    return hops.entrySet().stream()
        .limit(ROWS_MAX)
        .map(entry -> new DependentsFacts.Reached(entry.getKey(), entry.getValue()))
        .toList();
  }
}
