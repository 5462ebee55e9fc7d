package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.catalogue.HostFacts;
import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.investigate.Rules;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricChangesSettings;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.tool.telemetry.LogChangesTool;
import dev.shindan.agent.tool.telemetry.TraceChangesTool;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.InMemoryTrailStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The shipped catalogue, the real investigator and hosts that say what the test wants: {@code app1}
 * and {@code app2}, which depend on {@code db}. Everything is healthy unless told otherwise.
 */
final class SimulatedHosts {
  static final Instant ONSET = Instant.parse("2026-11-01T03:00:00Z");

  final InMemoryTrailStore store = new InMemoryTrailStore(Clock.systemUTC());
  private final Map<String, Record> facts = new HashMap<>();
  private final Map<String, FailureKind> failures = new HashMap<>();
  private final Map<String, Duration> clockOffsets = new HashMap<>();
  private final Inventory inventory =
      new Inventory(List.of(host("app1", "db"), host("app2", "db"), host("db")));
  private final Optional<MetricSource> metrics;
  private final Optional<LogSource> logs;
  private final Optional<TraceSource> traces;
  private final Investigator investigator;

  SimulatedHosts() {
    this(Optional.empty());
  }

  /** Beside a store of metrics. */
  SimulatedHosts(Optional<MetricSource> metrics) {
    this(metrics, Optional.empty(), Optional.empty());
  }

  /** Beside stores. */
  SimulatedHosts(
      Optional<MetricSource> metrics, Optional<LogSource> logs, Optional<TraceSource> traces) {
    this.metrics = metrics;
    this.logs = logs;
    this.traces = traces;
    this.investigator = investigator();
  }

  private static Target host(String name, String... dependsOn) {
    return new Target(
        name,
        TargetKind.HOST,
        Set.of(),
        List.of(name.replaceAll("[0-9]", "")),
        List.of(),
        List.of(dependsOn),
        Map.of());
  }

  SimulatedHosts says(String host, String tool, Record answer) {
    facts.put(host + " " + tool, answer);
    return this;
  }

  /** Every login to the host measures its clock to be so far ahead. */
  SimulatedHosts clockIsAhead(String host, Duration offset) {
    clockOffsets.put(host, offset);
    return this;
  }

  SimulatedHosts isCutOff(String host) {
    failures.put(host, FailureKind.UNREACHABLE);
    return this;
  }

  SimulatedHosts fails(String host, String tool, FailureKind kind) {
    failures.put(host + " " + tool, kind);
    return this;
  }

  /** Investigates an alert on the first target, with the others in scope too. */
  Verdict investigate(String alert, String... scope) throws InterruptedException {
    return investigate(alert.isEmpty() ? List.of() : List.of(alert), scope);
  }

  Verdict investigate(List<String> alerts, String... scope) throws InterruptedException {
    investigator.open("i1", incident(alerts, scope), BuiltinReasoner.NAME, Limits.DEFAULT);
    return investigator.run("i1", "test").orElseThrow();
  }

  /** Goes on with what was posted to the inbox. */
  void goOn() throws InterruptedException {
    var _ = investigator.run("i1", "test");
  }

  CaseFile caseFile() {
    return CaseFile.of("i1", store.read("i1", 0));
  }

  private Investigator investigator() {
    Toolbox toolbox = toolbox();
    Catalogue catalogue = Catalogue.load(Path.of("../config/faults"), toolbox, inventory, true);
    return new Investigator(
        store,
        store,
        new ToolRunner(toolbox, new Redaction()),
        catalogue,
        new Rules(
            inventory,
            toolbox,
            catalogue.kinds().stream().map(FaultKind::id).collect(Collectors.toSet())),
        Map.of(BuiltinReasoner.NAME, new BuiltinReasoner(catalogue, toolbox, inventory)),
        BuiltinReasoner.NAME,
        Clock.systemUTC());
  }

  private Toolbox toolbox() {
    List<Tool> tools = new ArrayList<>();
    metrics.ifPresent(
        source ->
            tools.add(new MetricChanges(source, inventory, MetricChangesSettings.byDefault())));
    logs.ifPresent(source -> tools.add(new LogChangesTool(source, inventory)));
    traces.ifPresent(source -> tools.add(new TraceChangesTool(source, inventory)));
    for (Tool shape : HostFacts.toolbox().tools()) {
      tools.add(new SayingTool(shape.spec()));
    }
    return new Toolbox(tools);
  }

  private final class SayingTool implements Tool {
    private final ToolSpec spec;

    SayingTool(ToolSpec spec) {
      this.spec = spec;
    }

    @Override
    public ToolSpec spec() {
      return spec;
    }

    @Override
    public boolean appliesTo(Target target) {
      return target.kind() == TargetKind.HOST;
    }

    @Override
    public Fetched fetch(ToolCall call, CallContext context) {
      FailureKind failure =
          failures.getOrDefault(call.target(), failures.get(call.target() + " " + call.tool()));
      return failure == null
          ? new Fetched.Output(
              RawOutput.of(Json.write(answer(call))),
              Optional.ofNullable(clockOffsets.get(call.target())))
          : new Fetched.Settled(new ToolAnswer.Failed(failure, "connect: no route"));
    }

    @Override
    public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
      return ToolAnswer.Observed.of(answer(call));
    }

    private Record answer(ToolCall call) {
      return Objects.requireNonNull(
          facts.getOrDefault(
              call.target() + " " + call.tool(), HostFacts.healthy().get(call.tool())));
    }
  }

  private static Incident incident(List<String> names, String... scope) {
    List<Alert> alerts =
        names.stream()
            .map(
                name ->
                    new Alert(
                        "test",
                        "f " + name,
                        name,
                        Severity.CRITICAL,
                        true,
                        ONSET,
                        Optional.empty(),
                        Map.of("instance", scope[0]),
                        Map.of()))
            .toList();
    return new Incident(
        "inc1",
        "test",
        ONSET,
        ONSET,
        List.of(scope),
        List.of(scope[0]),
        alerts,
        Optional.of("is anything wrong?"));
  }
}
