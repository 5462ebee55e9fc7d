package dev.shindan.agent.trail;

import dev.shindan.agent.model.Finding;
import dev.shindan.agent.tool.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of a case file, each with its answer and its findings, in the order they were made. */
final class CallLedger {
  private final Map<Long, CallState> calls = new LinkedHashMap<>();

  void called(long number, Event.Called event) {
    calls.put(number, new CallState(number, event, Optional.empty(), List.of(), false));
  }

  void answered(Event.Answered event) {
    calls.computeIfPresent(
        event.call(),
        (number, call) ->
            new CallState(
                number, call.called(), Optional.of(event), call.findings(), call.examined()));
  }

  void found(Event.Found event) {
    calls.computeIfPresent(
        event.call(),
        (number, call) ->
            new CallState(number, call.called(), call.answered(), event.findings(), true));
  }

  List<CallState> all() {
    return List.copyOf(calls.values());
  }

  Optional<CallState> call(long number) {
    return Optional.ofNullable(calls.get(number));
  }

  List<CallState> unfinished() {
    return calls.values().stream().filter(call -> call.answered().isEmpty()).toList();
  }

  Optional<CallState> latest(ToolCall question) {
    String key = question.key();
    return calls.values().stream()
        .filter(call -> call.answered().isPresent() && call.call().key().equals(key))
        .reduce((_, later) -> later);
  }

  Optional<CallState> cutOff(String target, long after) {
    List<CallState> made =
        calls.values().stream()
            .filter(call -> call.number() > after && call.call().target().equals(target))
            .toList();
    List<CallState> failed = made.stream().filter(CallState::cutOff).toList();
    long observed = made.stream().filter(CallState::observed).count();
    return failed.size() > observed ? Optional.of(failed.getFirst()) : Optional.empty();
  }

  List<Finding> findings() {
    Map<String, CallState> latest = new LinkedHashMap<>();
    for (CallState call : calls.values()) {
      if (call.answered().isPresent()) {
        latest.put(call.call().key(), call);
      }
    }
    return latest.values().stream().flatMap(call -> call.findings().stream()).toList();
  }
}
