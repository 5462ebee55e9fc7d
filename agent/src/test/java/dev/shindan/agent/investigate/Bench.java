package dev.shindan.agent.investigate;

import dev.shindan.agent.catalogue.Assessor;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.reason.Reasoner;
import dev.shindan.agent.reason.Turn;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.InMemoryTrailStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An investigator with two canned tools, a canned assessor and a scripted reasoner. */
final class Bench {
  static final String RAW = "Filesystem Use% Mounted\n/dev/loop0 100% /data\n";

  final InMemoryTrailStore store = new InMemoryTrailStore(Clock.systemUTC());
  final CannedTool tool = new CannedTool("disk_usage", Set.of(Coverage.SATURATION));
  final CannedTool log = new CannedTool("kernel_log", Set.of());
  Limits limits = Limits.DEFAULT;

  interface Script {
    Turn next(CaseFile caseFile) throws Reasoner.Failed;
  }

  record Facts(String mount, int usedPercent) {}

  static final class CannedTool implements Tool {
    private final ToolSpec spec;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    CannedTool(String name, Set<Coverage> covers) {
      spec =
          new ToolSpec(
              name,
              "canned",
              List.of(),
              "/bin/" + name,
              Facts.class,
              new Basis(name),
              covers,
              Duration.ofMinutes(1),
              Cost.LIGHT);
    }

    List<String> calls() {
      return calls;
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
      calls.add(call.key());
      return new Fetched.Output(RawOutput.of(RAW));
    }

    @Override
    public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
      return ToolAnswer.Observed.of(new Facts("/data", 100));
    }
  }

  /** Every answer is a critical finding, and strong support of its own basis. */
  static final class CannedAssessor implements Assessor {
    @Override
    public String hash() {
      return "canned";
    }

    @Override
    public List<Finding> findings(CallState call, CaseFile caseFile, String raw) {
      return List.of(
          new Finding("disk/used", call.call().target(), Severity.CRITICAL, "100 % used", "100%"));
    }

    @Override
    public List<Evidence> evidence(
        Hypothesis hypothesis, CallState call, CaseFile caseFile, String raw) {
      return List.of(
          new Evidence(
              hypothesis.id(),
              call.number(),
              Bearing.SUPPORTS,
              Strength.STRONG,
              call.call().tool(),
              Optional.of("disk/used"),
              "100 % used",
              "100%"));
    }
  }

  Verdict run(Script script) throws InterruptedException {
    return run("builtin", script, script);
  }

  Verdict run(String reasoner, Script first, Script builtin) throws InterruptedException {
    Investigator investigator = investigator(reasoner, first, builtin);
    investigator.open("i1", incident(), reasoner, limits);
    return investigator.run("i1", "worker").orElseThrow();
  }

  void open(String reasoner) {
    investigator(reasoner, _ -> Turn.of(), _ -> Turn.of()).open("i1", incident(), reasoner, limits);
  }

  void resume(Script script) throws InterruptedException {
    var _ = investigator("builtin", script, script).run("i1", "another").orElseThrow();
  }

  void answer(long call) {
    RawOutput raw = RawOutput.of(RAW);
    store.append(
        "i1",
        store.lastNumber("i1") + 1,
        List.of(
            new Event.Answered(
                call,
                ToolAnswer.Observed.of(new Facts("/data", 100)),
                Optional.of(raw.hash()),
                raw.bytes().length,
                0,
                Instant.now(),
                Duration.ZERO,
                Optional.empty())),
        List.of(raw));
  }

  CaseFile caseFile() {
    return CaseFile.of("i1", store.read("i1", 0));
  }

  List<Event> events() {
    return store.read("i1", 0).stream().map(Entry::event).toList();
  }

  List<String> rejections() {
    return events().stream()
        .filter(Event.Rejected.class::isInstance)
        .map(event -> ((Event.Rejected) event).reason())
        .toList();
  }

  static Inventory inventory() {
    return new Inventory(List.of(host("app1"), host("db")));
  }

  private static Target host(String name) {
    return new Target(name, TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of());
  }

  private static Incident incident() {
    Instant onset = Instant.now().minusSeconds(60);
    Alert alert =
        new Alert(
            "alertmanager",
            "f1",
            "DiskAlmostFull",
            Severity.WARNING,
            true,
            onset,
            Optional.empty(),
            Map.of(),
            Map.of());
    return new Incident(
        "inc1",
        "DiskAlmostFull on app1",
        Instant.now(),
        onset,
        List.of("app1"),
        List.of("app1"),
        List.of(alert),
        Optional.empty());
  }

  private Investigator investigator(String name, Script first, Script builtin) {
    Toolbox toolbox = new Toolbox(List.of(tool, log));
    return new Investigator(
        store,
        store,
        new ToolRunner(toolbox, new Redaction()),
        new CannedAssessor(),
        new Rules(inventory(), toolbox, Set.of("disk-full-bytes")),
        name.equals("builtin")
            ? Map.of(name, scripted(name, first))
            : Map.of(name, scripted(name, first), "builtin", scripted("builtin", builtin)),
        "builtin",
        Clock.systemUTC());
  }

  private static Reasoner scripted(String name, Script script) {
    return new Reasoner() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Turn next(CaseFile caseFile) throws Failed {
        return script.next(caseFile);
      }
    };
  }
}
