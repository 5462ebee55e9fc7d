package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.source.Span;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who depends on a target and on whom it depends, from spans, the host's own connections and the
 * inventory. The raw output is that of {@link SpanText}, then that of {@link SocketText}.
 */
public final class DependentsTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "dependents";

  /** Of edges, and of targets on either side: 2 kB of facts together. */
  private static final int ROWS_MAX = 8;

  private static final int LINE_CHARACTERS_MAX = 160;
  private static final int SOCKET_LINE_CHARACTERS_MAX = 80;
  private static final int OUTCOME_CHARACTERS_MAX = 200;

  /** Of raw output, for the two first lines and what redaction may add. */
  private static final int BYTES_SPARE = 16_384;

  private final Optional<TraceSource> traces;
  private final Inventory inventory;
  private final Optional<HostSockets> sockets;
  private final ToolSpec spec;

  /**
   * @param sockets empty where no host can be asked and none was when recordings were made
   */
  public DependentsTool(
      Optional<TraceSource> traces, Inventory inventory, Optional<HostSockets> sockets) {
    this.traces = traces;
    this.inventory = inventory;
    this.sockets = sockets;
    this.spec =
        new ToolSpec(
            NAME,
            "Who depends on this target, on whom does it depend, and how is that known?",
            List.of(Around.minutes(60)),
            "dependsOn of the inventory, all traces from ONSET-MINUTES until now"
                + sockets
                    .map(host -> ", and on the host itself\n" + host.tool().spec().template())
                    .orElse(""),
            DependentsFacts.class,
            new Basis("topology"),
            Set.of(),
            Duration.ofMinutes(5),
            Cost.LIGHT);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return inventory.find(target.name()).isPresent();
  }

  /** The host first, with half of the time, so that neither can use up that of the other. */
  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + context.timeout().toNanos();
    Optional<Target> target = inventory.find(call.target());
    Optional<SocketText> connections = Optional.empty();
    if (sockets.isPresent() && target.isPresent()) {
      Duration half = context.timeout().dividedBy(2);
      connections = Optional.of(sockets.get().ask(target.get(), context, half));
    }
    Duration left = Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
    RawOutput spans = spans(call, context.within(left));
    return new Fetched.Output(
        connections
            .map(
                text ->
                    RawOutput.of(
                        spans.text()
                            + text.written(
                                RawOutput.BYTES_MAX - BYTES_SPARE - spans.bytes().length)))
            .orElse(spans));
  }

  private RawOutput spans(ToolCall call, CallContext context) throws InterruptedException {
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
      return SpanText.write(nothing, List.of(), List.of());
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
    return SpanText.write(header, sides.before(), sides.since());
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    SocketText.Parts parts = SocketText.split(raw.text());
    return SpanText.read(parts.spans())
        .<ToolAnswer>map(spans -> answer(call, spans, seen(call, parts, context), context))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "the spans have no readable first line"));
  }

  /**
   * What the host said.
   *
   * @param outcome {@code read}, or why nothing was
   */
  private record Seen(String outcome, SocketEdges edges) {
    static Seen nothing(String why, boolean whole) {
      return new Seen(Around.shortened(why, OUTCOME_CHARACTERS_MAX), SocketEdges.none(whole));
    }
  }

  private Seen seen(ToolCall call, SocketText.Parts parts, CallContext context) {
    if (!parts.readable()) {
      return Seen.nothing("unreadable: the first line about sockets is broken", false);
    }
    if (parts.sockets().isEmpty()) {
      return Seen.nothing(SocketText.NOT_ASKED + "no host tool was there", true);
    }
    SocketText text = parts.sockets().get();
    String said = text.header().said();
    if (!said.equals(SocketText.PRINTED)) {
      return Seen.nothing(said, said.startsWith(SocketText.NOT_ASKED));
    }
    if (sockets.isEmpty()) {
      return Seen.nothing("unreadable: " + HostSockets.TOOL + " is not there to read it", false);
    }
    String self = Inventory.hostPart(call.target());
    return switch (sockets.get().read(self, text, context)) {
      case ToolAnswer.Observed observed ->
          new Seen("read", SocketEdges.of(observed.facts(), self, text.header(), inventory));
      case ToolAnswer other -> Seen.nothing(other.inWords(), false);
    };
  }

  private ToolAnswer answer(ToolCall call, SpanText spans, Seen seen, CallContext context) {
    String self = Inventory.hostPart(call.target());
    Naming naming = new Naming(inventory);
    List<Span> all = Stream.concat(spans.before().stream(), spans.since().stream()).toList();
    DependencyGraph graph =
        Topology.named(DependencyGraph.fromSpans(CalledPeers.in(all, naming)), naming)
            .with(Topology.configured(inventory))
            .with(DependencyGraph.of(seen.edges().edges()));
    Map<String, Integer> dependents = graph.dependents(self);
    Map<String, Integer> dependencies = graph.dependencies(self);
    List<DependencyGraph.Edge> edges = ranked(graph, self);
    boolean complete = spans.header().complete() && spans.unread() == 0 && seen.edges().whole();
    return ToolAnswer.Observed.of(
        new DependentsFacts(
            reached(dependents),
            dependents.size(),
            reached(dependencies),
            dependencies.size(),
            Optional.of(!dependencies.isEmpty()).filter(any -> any || complete),
            edges.stream().limit(ROWS_MAX).map(edge -> row(edge, seen, context)).toList(),
            edges.size(),
            new DependentsFacts.Sockets(
                seen.outcome(), seen.edges().unknownClients(), seen.edges().logins()),
            complete,
            Around.shortened(Json.write(spans.header()), LINE_CHARACTERS_MAX)));
  }

  /** The target's own edges: the busiest pairs first, those of one pair together. */
  private static List<DependencyGraph.Edge> ranked(DependencyGraph graph, String self) {
    List<DependencyGraph.Edge> own =
        graph.edges().stream()
            .filter(edge -> edge.caller().equals(self) || edge.callee().equals(self))
            .toList();
    Map<List<String>, Long> calls = new HashMap<>();
    own.forEach(edge -> calls.merge(pair(edge), edge.calls(), Long::sum));
    // the order of names that the graph gives is kept among equals, and so are pairs
    return own.stream()
        .sorted(
            Comparator.comparingLong(
                    (DependencyGraph.Edge edge) -> -calls.getOrDefault(pair(edge), 0L))
                .thenComparing(DependencyGraph.Edge::caller)
                .thenComparing(DependencyGraph.Edge::callee))
        .toList();
  }

  private static List<String> pair(DependencyGraph.Edge edge) {
    return List.of(edge.caller(), edge.callee());
  }

  private static DependentsFacts.Edge row(
      DependencyGraph.Edge edge, Seen seen, CallContext context) {
    return new DependentsFacts.Edge(
        edge.caller(),
        edge.callee(),
        edge.evidence(),
        edge.age(context.now()).map(Duration::toSeconds),
        edge.calls(),
        Optional.of(edge)
            .filter(one -> one.evidence().equals(SocketEdges.EVIDENCE))
            .flatMap(one -> Optional.ofNullable(seen.edges().lines().get(pair(one))))
            .map(line -> Around.shortened(line, SOCKET_LINE_CHARACTERS_MAX)));
  }

  private static List<DependentsFacts.Reached> reached(Map<String, Integer> hops) {
    return hops.entrySet().stream()
        .limit(ROWS_MAX)
        .map(entry -> new DependentsFacts.Reached(entry.getKey(), entry.getValue()))
        .toList();
  }
}
