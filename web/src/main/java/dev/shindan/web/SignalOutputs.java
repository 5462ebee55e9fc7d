package dev.shindan.web;

import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outputs of one signal tool on a trail: of every question the latest, the suspects' first.
 *
 * @param read those that hold something
 * @param silent why the others hold nothing
 */
record SignalOutputs(List<Output> read, List<SignalAnswer> silent) {

  /** An output with the call that it answers. */
  record Output(CallState call, RawOutput raw) {
    String target() {
      return call.call().target();
    }
  }

  SignalOutputs {
    read = List.copyOf(read);
    silent = List.copyOf(silent);
  }

  static SignalOutputs of(CaseFile file, WebPorts ports, String tool) {
    List<Output> read = new ArrayList<>();
    List<SignalAnswer> silent = new ArrayList<>();
    for (CallState call : latest(file, tool)) {
      Optional<RawOutput> raw =
          call.answered()
              .flatMap(Event.Answered::rawHash)
              .flatMap(hash -> ports.trails().find(file.investigation(), hash));
      if (call.observed() && raw.isPresent()) {
        read.add(new Output(call, raw.get()));
      } else {
        silent.add(SignalAnswer.of(call.number(), call.call().target() + ": " + why(call)));
      }
    }
    Suspects suspects = Suspects.of(file);
    read.sort(Comparator.comparingInt(output -> suspects.rank(output.target()))); // stable
    return new SignalOutputs(read, silent);
  }

  private static List<CallState> latest(CaseFile file, String tool) {
    Map<String, CallState> byQuestion = new LinkedHashMap<>();
    for (CallState call : file.calls()) {
      if (call.call().tool().equals(tool)) {
        byQuestion.put(call.call().key(), call);
      }
    }
    return List.copyOf(byQuestion.values());
  }

  private static String why(CallState call) {
    if (call.answered().isEmpty()) {
      return "not answered yet";
    }
    ToolAnswer answer = call.answered().get().answer();
    return answer instanceof ToolAnswer.Observed
        ? "what it rests on is not kept in this store"
        : answer.inWords();
  }
}
