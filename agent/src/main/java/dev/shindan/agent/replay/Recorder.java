package dev.shindan.agent.replay;

import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.TrailStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a case of a finished investigation: what its calls answered, and every other applicable
 * tool on every target in scope, asked now, so that a replay may take another way.
 */
public final class Recorder {
  private final ToolRunner runner;
  private final Inventory inventory;
  private final Clock clock;

  public Recorder(ToolRunner runner, Inventory inventory, Clock clock) {
    this.runner = runner;
    this.inventory = inventory;
    this.clock = clock;
  }

  /**
   * @param name of the case
   * @param askTheRest whether calls that nobody made are made now
   */
  public Case record(String name, CaseFile caseFile, TrailStore trails, boolean askTheRest)
      throws InterruptedException {
    List<RecordedCall> calls = new ArrayList<>();
    Map<String, byte[]> raws = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (CallState call : caseFile.calls()) {
      if (call.answered().isPresent() && keys.add(call.call().key())) {
        add(call, caseFile, trails, calls, raws);
      }
    }
    if (askTheRest) {
      askTheRest(caseFile, keys, calls, raws);
    }
    return new Case(name, description(caseFile), calls, raws);
  }

  private static void add(
      CallState call,
      CaseFile caseFile,
      TrailStore trails,
      List<RecordedCall> calls,
      Map<String, byte[]> raws) {
    Event.Answered answered = call.answered().orElseThrow();
    Optional<RawOutput> raw =
        answered.rawHash().flatMap(hash -> trails.find(caseFile.investigation(), hash));
    add(
        call.call(),
        answered.answer(),
        raw,
        answered.observedAt(),
        answered.clockOffset(),
        calls,
        raws);
  }

  private static void add(
      ToolCall call,
      ToolAnswer answer,
      Optional<RawOutput> raw,
      java.time.Instant observedAt,
      Optional<java.time.Duration> clockOffset,
      List<RecordedCall> calls,
      Map<String, byte[]> raws) {
    Optional<String> file =
        raw.map(output -> fileName(call) + "-" + output.hash().substring(0, 8) + ".txt");
    file.ifPresent(name -> raws.put(name, raw.orElseThrow().bytes()));
    calls.add(
        new RecordedCall(
            call,
            file,
            raw.map(RawOutput::omittedBytes).orElse(0L),
            raw.isPresent() ? Optional.empty() : Optional.of(answer),
            observedAt,
            clockOffset));
  }

  private static String fileName(ToolCall call) {
    return (call.tool() + "-" + call.target()).replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private void askTheRest(
      CaseFile caseFile, Set<String> keys, List<RecordedCall> calls, Map<String, byte[]> raws)
      throws InterruptedException {
    Toolbox toolbox = runner.toolbox();
    for (String name : caseFile.incident().scope()) {
      Target target = inventory.find(name).orElseThrow();
      for (Tool tool : toolbox.applicableTo(target)) {
        ToolCall call = toolbox.complete(ToolCall.of(tool.spec().name(), name));
        if (toolbox.problemWith(call).isEmpty() && keys.add(call.key())) {
          CallContext context =
              new CallContext(
                  caseFile.investigation(),
                  caseFile.incident().onset(),
                  clock.instant(),
                  caseFile.limits().callTimeMax());
          ToolRunner.Run run = runner.run(call, context);
          add(call, run.answer(), run.raw(), clock.instant(), run.clockOffset(), calls, raws);
        }
      }
    }
  }

  private Case.Description description(CaseFile caseFile) {
    Incident incident = caseFile.opened().incident();
    Incident whole = caseFile.incident();
    Optional<Verdict> verdict = caseFile.verdict();
    Case.Truth truth =
        new Case.Truth(
            verdict.map(Verdict::outcome).orElse(dev.shindan.agent.model.Outcome.INCONCLUSIVE),
            verdict.flatMap(
                known -> known.causes().stream().findFirst().map(Verdict.Cause::target)),
            verdict.stream()
                .flatMap(known -> known.causes().stream())
                .map(Verdict.Cause::kind)
                .toList(),
            List.of());
    return new Case.Description(
        "Recorded; the truth below is the verdict of then and must be checked by a person.",
        incident.openedAt(),
        new Case.Question(
            incident.title(),
            whole.onset(),
            whole.scope(),
            whole.alerting(),
            whole.alerts(),
            whole.question()),
        inventory.targets().stream().map(Recorder::machine).toList(),
        truth);
  }

  private static Case.Machine machine(Target target) {
    return new Case.Machine(
        target.name(),
        target.kind(),
        target.addresses().stream().sorted().toList(),
        target.roles(),
        target.services(),
        target.dependsOn());
  }
}
