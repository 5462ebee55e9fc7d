package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricChangesSettings;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ranks all targets by what metrics, traces, error logs and the graph of calls say against them,
 * seen from one target.
 */
public final class SuspectsTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "suspects";

  /** Targets whose error lines are counted; each is two questions to the store. */
  private static final int TARGETS_MAX = 40;

  /** A store that failed so often is not asked again. */
  private static final int SILENT_MAX = 2;

  /** The stores are asked one after the other; none may use up the time of the next. */
  private static final int STORES = 3;

  private final Optional<MetricChanges> metrics;
  private final Optional<TraceSource> traces;
  private final Optional<LogSource> logs;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Which targets are the most suspect for what this target suffers from?",
          List.of(Around.minutes(15)),
          "all traces, the error lines and the metrics of every target, from ONSET-MINUTES to ONSET"
              + " against those since",
          SuspectsFacts.class,
          new Basis("suspect_ranking"),
          Set.of(),
          Duration.ofSeconds(60),
          Cost.SAMPLED);

  public SuspectsTool(
      Optional<MetricSource> metrics,
      Optional<TraceSource> traces,
      Optional<LogSource> logs,
      Inventory inventory) {
    this.metrics =
        metrics.map(
            source -> new MetricChanges(source, inventory, MetricChangesSettings.byDefault()));
    this.traces = traces;
    this.logs = logs;
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

  /** What the stores answered so far. */
  private static final class Gathered {
    private final List<ErrorCounts> errors = new ArrayList<>();
    private final List<MetricMoves> metrics = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<BothSides> spans = Optional.empty();
    private boolean complete = true;
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<Target> target = inventory.find(call.target());
    if (target.isEmpty()) {
      return settled(new ToolAnswer.Denied(call.target() + " is not in the inventory"));
    }
    Gathered gathered = new Gathered();
    traces.ifPresent(source -> spans(source, call, context, gathered));
    if (Thread.interrupted()) {
      throw new InterruptedException("the trace store was being asked");
    }
    if (logs.isPresent()) {
      errors(logs.get(), call, context, gathered);
    }
    if (metrics.isPresent()) {
      moves(metrics.get(), call, context, gathered);
    }
    boolean seen =
        gathered.spans.isPresent() || !gathered.errors.isEmpty() || !gathered.metrics.isEmpty();
    return seen ? output(target.get(), call, context, gathered) : settled(nothing(gathered));
  }

  private static ToolAnswer nothing(Gathered gathered) {
    String why = String.join("; ", gathered.notes);
    return gathered.complete
        ? new ToolAnswer.Empty(why.isEmpty() ? "a store that holds anything of a target" : why)
        : new ToolAnswer.Failed(
            FailureKind.UNREACHABLE, "no store of traces, logs or metrics answered: " + why);
  }

  private static void spans(
      TraceSource source, ToolCall call, CallContext context, Gathered gathered) {
    BothSides sides =
        BothSides.ask(source, Set.of(), call, within(context, context.timeout().dividedBy(STORES)));
    if (sides.failure().isPresent()) {
      gathered.notes.add("traces: " + sides.failure().get().detail());
      gathered.complete = false;
    }
    if (!sides.since().isEmpty() || sides.failure().isEmpty()) {
      gathered.spans = Optional.of(sides);
    }
  }

  private void errors(LogSource source, ToolCall call, CallContext context, Gathered gathered)
      throws InterruptedException {
    long deadline = System.nanoTime() + context.timeout().toNanos() / STORES;
    int notes = gathered.notes.size();
    int asked = 0;
    for (Target each : inventory.targets()) {
      long left = deadline - System.nanoTime();
      if (!source.holds(each)) {
        continue;
      }
      if (left <= 0 || asked++ >= TARGETS_MAX) {
        gathered.notes.add("the error lines of " + each.name() + " and further were not counted");
        gathered.complete = false;
        return;
      }
      Optional<ErrorCounts> counts =
          ErrorCounts.ask(
              context.investigation(),
              source,
              each,
              Around.before(call, context),
              Around.since(context),
              Duration.ofNanos(left),
              gathered.notes);
      counts.ifPresent(gathered.errors::add);
    }
    gathered.complete &= gathered.notes.size() == notes;
  }

  private void moves(MetricChanges changes, ToolCall call, CallContext context, Gathered gathered)
      throws InterruptedException {
    long deadline = System.nanoTime() + context.timeout().toNanos() / STORES;
    int asked = 0;
    int silent = 0;
    List<String> without = new ArrayList<>();
    for (Target each : inventory.targets()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || asked++ >= TARGETS_MAX || silent >= SILENT_MAX) {
        gathered.notes.add("the metrics of " + each.name() + " and further were not compared");
        gathered.complete = false;
        break;
      }
      switch (MetricMoves.ask(changes, each, call, within(context, Duration.ofNanos(left)))) {
        case MetricMoves.Asked.Compared compared -> {
          gathered.metrics.add(compared.moves());
          gathered.complete &= compared.moves().complete();
        }
        case MetricMoves.Asked.Nothing _ -> without.add(each.name());
        case MetricMoves.Asked.Failed failed -> {
          gathered.notes.add("the metrics of " + each.name() + ": " + failed.why());
          gathered.complete = false;
          silent++;
        }
      }
    }
    if (!without.isEmpty()) {
      gathered.notes.add(
          "no metrics to compare of %d targets: %s"
              .formatted(without.size(), String.join(", ", without)));
    }
  }

  private static CallContext within(CallContext context, Duration timeout) {
    return new CallContext(context.investigation(), context.onset(), context.now(), timeout);
  }

  private static Fetched output(
      Target target, ToolCall call, CallContext context, Gathered gathered) {
    SuspectReport.Header header =
        new SuspectReport.Header(
            target.name(),
            gathered.errors,
            !gathered.errors.isEmpty(),
            gathered.metrics,
            gathered.complete,
            gathered.notes);
    String text = Json.write(header);
    if (gathered.spans.isPresent()) {
      BothSides sides = gathered.spans.get();
      SpanText.Header spans =
          new SpanText.Header(
              Around.before(call, context).start(),
              Around.onset(context),
              Around.since(context).end(),
              sides.complete(),
              sides.partial(),
              sides.origin(),
              "all traces");
      text += "\n" + SpanText.write(spans, sides.before(), sides.since()).text();
    }
    return new Fetched.Output(RawOutput.of(text));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return SuspectReport.read(raw.text(), inventory)
        .<ToolAnswer>map(report -> ToolAnswer.Observed.of(report.facts()))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "the output has no readable first line"));
  }

  private static Fetched settled(ToolAnswer answer) {
    return new Fetched.Settled(answer);
  }
}
