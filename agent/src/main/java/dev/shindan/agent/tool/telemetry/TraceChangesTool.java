package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.SpanPath;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What changed in the traces that a target takes part in: who added the time, who failed first. */
public final class TraceChangesTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "trace_changes";

  private final TraceSource source;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Which operations in the traces of this target became slower, fail, or are called"
              + " differently since the onset?",
          List.of(Around.minutes(15)),
          "traces of TARGET's services from ONSET-MINUTES to ONSET against those since, at most "
              + BothSides.TRACES_MAX
              + " of each",
          TraceChangesFacts.class,
          new Basis("span"),
          Set.of(),
          Duration.ofSeconds(60),
          Cost.LIGHT);

  public TraceChangesTool(TraceSource source, Inventory inventory) {
    this.source = source;
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
  public Optional<String> check() {
    return source.check();
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<Target> target = inventory.find(call.target());
    if (target.isEmpty()) {
      return settled(new ToolAnswer.Denied(call.target() + " is not in the inventory"));
    }
    Set<String> services = Naming.services(target.get());
    BothSides sides = BothSides.ask(source, services, call, context);
    if (Thread.interrupted()) {
      throw new InterruptedException("the trace store was being asked");
    }
    String asked = "traces with one of " + services + ", or any";
    if (sides.since().isEmpty() && sides.failure().isPresent()) {
      return settled(
          ToolAnswer.unavailable(sides.failure().get().reason(), sides.failure().get().detail()));
    }
    if (sides.before().isEmpty() && sides.since().isEmpty()) {
      String where = asked + " in " + sides.origin();
      return settled(
          sides.partial()
              ? new ToolAnswer.Failed(
                  FailureKind.UNREADABLE, "the store left something out and gave nothing: " + where)
              : new ToolAnswer.Empty(where));
    }
    SpanText.Header header =
        new SpanText.Header(
            Around.before(call, context).start(),
            Around.onset(context),
            Around.since(context).end(),
            sides.complete() && sides.failure().isEmpty(),
            sides.partial(),
            sides.origin(),
            asked);
    return new Fetched.Output(SpanText.write(header, sides.before(), sides.since()));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return SpanText.read(raw.text())
        .<ToolAnswer>map(
            spans ->
                ToolAnswer.Observed.of(
                    new TraceChangeReport(spans, inventory, call.target()).facts()))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "the spans have no readable first line"));
  }

  /** The slowest way through an output of this tool; empty when it holds none. */
  public static Optional<SpanPath> slowestPath(RawOutput raw) {
    return SpanText.read(raw.text())
        .flatMap(spans -> SpanPath.slowest(spans.before(), spans.since()));
  }

  /** How the line of a span begins in an output of this tool. */
  public static String quote(Span span) {
    return SpanText.beginning("since", span);
  }

  private static Fetched settled(ToolAnswer answer) {
    return new Fetched.Settled(answer);
  }
}
