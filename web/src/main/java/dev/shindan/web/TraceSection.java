package dev.shindan.web;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.signal.SpanPath;
import dev.shindan.agent.tool.telemetry.TraceChangesFacts;
import dev.shindan.agent.tool.telemetry.TraceChangesTool;
import dev.shindan.agent.trail.CaseFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The slowest way through the traces of each target since the onset, and what became slower. */
record TraceSection(List<OfTarget> targets, List<SignalAnswer> answers) {
  private static final int TARGETS_MAX = 6;
  private static final int HOPS_MAX = 20;

  TraceSection {
    targets = List.copyOf(targets);
    answers = List.copyOf(answers);
  }

  /**
   * @param steps the way, outermost first
   * @param slower operations whose own time has grown over all traces
   * @param notDrawn spans further inside
   */
  record OfTarget(
      long call,
      String target,
      String summary,
      boolean open,
      List<SpanBar> steps,
      List<String> slower,
      int notDrawn) {
    OfTarget {
      steps = List.copyOf(steps);
      slower = List.copyOf(slower);
    }
  }

  static TraceSection of(CaseFile file, WebPorts ports) {
    SignalOutputs outputs = SignalOutputs.of(file, ports, TraceChangesTool.NAME);
    List<SignalAnswer> answers = new ArrayList<>(outputs.silent());
    List<OfTarget> targets = new ArrayList<>();
    for (SignalOutputs.Output output : outputs.read()) {
      Optional<SpanPath> path = TraceChangesTool.slowestPath(output.raw());
      long call = output.call().number();
      if (path.isEmpty()) {
        answers.add(
            SignalAnswer.of(call, output.target() + ": no trace since the onset is on record"));
      } else if (targets.size() >= TARGETS_MAX) {
        answers.add(
            SignalAnswer.of(
                call, output.target() + ": not drawn, %s targets at most".formatted(TARGETS_MAX)));
      } else {
        targets.add(ofTarget(output, path.get(), targets.isEmpty()));
      }
    }
    if (targets.isEmpty() && answers.isEmpty()) {
      answers.add(
          SignalAnswer.without(
              "No traces were compared: "
                  + TraceChangesTool.NAME
                  + " was not called. It is offered where a trace store is configured."));
    }
    return new TraceSection(targets, answers);
  }

  private static OfTarget ofTarget(SignalOutputs.Output output, SpanPath path, boolean open) {
    Optional<TraceChangesFacts> facts =
        output.call().facts().map(read -> Json.MAPPER.convertValue(read, TraceChangesFacts.class));
    String requests =
        facts.map(TraceSection::requests).orElse("the facts of this call cannot be read");
    return new OfTarget(
        output.call().number(),
        output.target(),
        requests,
        open,
        path.hops().stream().limit(HOPS_MAX).map(hop -> SpanBar.of(hop, path)).toList(),
        facts.map(TraceSection::slower).orElse(List.of()),
        Math.max(0, path.hops().size() - HOPS_MAX));
  }

  private static String requests(TraceChangesFacts facts) {
    return "%s traces before, %s since; a request took %s, now %s; failed: %s, now %s"
        .formatted(
            facts.tracesBefore(),
            facts.traces(),
            facts.requestMillisBefore().map(TraceSection::millis).orElse("–"),
            facts.requestMillis().map(TraceSection::millis).orElse("–"),
            Words.percent(facts.failedShareBefore()),
            Words.percent(facts.failedShare()));
  }

  private static List<String> slower(TraceChangesFacts facts) {
    return facts.slow().stream()
        .map(
            slow ->
                "%s %s%s: own time %s, now %s"
                    .formatted(
                        slow.service(),
                        slow.operation(),
                        slow.callee().isEmpty() ? "" : ", waiting for " + slow.callee(),
                        millis(slow.millisBefore()),
                        millis(slow.millis())))
        .toList();
  }

  private static String millis(double millis) {
    return Quantity.seconds(millis / 1000);
  }
}
