package dev.shindan.agent.reason.llm;

import dev.shindan.agent.reason.llm.AssistantMessage.AskedCall;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries between one model turn and the next, shared out to the tool calls that led to them.
 *
 * <p>Moves are carried out in order, so a call is answered by the first entry left that can be its
 * answer; a call without one was rejected, in order, or never carried out.
 *
 * @param answers of each usable call by its id, in the order of the trail; empty when it was not
 *     carried out
 * @param others what happened beside the calls
 */
record Segment(Map<String, List<Entry>> answers, List<Entry> others) {

  static Segment of(AssistantMessage message, List<Entry> entries, Moves moves, String self) {
    List<Entry> left = new ArrayList<>(entries);
    Map<String, List<Entry>> answers = new LinkedHashMap<>();
    for (AskedCall call : message.usable()) {
      List<Entry> own = new ArrayList<>();
      answers.put(call.id(), own);
      take(left, own, entry -> answers(call, entry.event(), moves, self));
    }
    for (AskedCall call : message.usable()) {
      List<Entry> own = answers.getOrDefault(call.id(), List.of());
      if (own.isEmpty()) {
        take(left, own, entry -> entry.event() instanceof Event.Rejected);
      }
    }
    attach(message, left, answers, self);
    return new Segment(answers, left);
  }

  /** Moves the first entry that fits from {@code left} to {@code own}. */
  private static void take(
      List<Entry> left, List<Entry> own, java.util.function.Predicate<Entry> fits) {
    left.stream()
        .takeWhile(entry -> !(entry.event() instanceof Event.HandedOver))
        .filter(fits)
        .findFirst()
        .ifPresent(
            entry -> {
              left.remove(entry);
              own.add(entry);
            });
  }

  private static boolean answers(AskedCall call, Event event, Moves moves, String self) {
    return switch (event) {
      case Event.Called called ->
          moves.isDiagnostic(call.name())
              && called.askedBy().equals(self)
              && called.call().key().equals(moves.toolCall(call).key());
      case Event.Referred referred ->
          moves.isDiagnostic(call.name())
              && referred.question().key().equals(moves.toolCall(call).key());
      case Event.Proposed proposed ->
          call.name().equals(Offers.PROPOSE)
              && is(call, "kind", proposed.hypothesis().kind())
              && is(call, Offers.TARGET, proposed.hypothesis().target());
      case Event.Judged judged ->
          call.name().equals(Offers.JUDGE)
              && judged.judgedBy().equals(self)
              && is(call, Offers.HYPOTHESIS, judged.evidence().hypothesis())
              && call.arguments().path("entry").asLong() == judged.evidence().entry();
      case Event.Replied replied ->
          call.name().equals(Offers.REPLY)
              && call.arguments().path("said").asLong() == replied.said();
      case Event.Pinned pinned ->
          call.name().equals(Offers.PIN) && call.arguments().path("said").asLong() == pinned.said();
      case Event.Concluded _ -> call.name().equals(Offers.CONCLUDE);
      case Event.Opened _,
          Event.AlertJoined _,
          Event.Turned _,
          Event.Answered _,
          Event.Found _,
          Event.Rejected _,
          Event.Struck _,
          Event.Said _,
          Event.StopAsked _,
          Event.FeedbackGiven _,
          Event.HandedOver _,
          Event.Interim _,
          Event.Resumed _,
          Event.Reopened _,
          Event.Aborted _ ->
          false;
    };
  }

  private static boolean is(AskedCall call, String argument, String value) {
    return call.text(argument).filter(value::equals).isPresent();
  }

  /**
   * Gives answers, findings, catalogue evidence and struck sentences to the call they belong to.
   */
  private static void attach(
      AssistantMessage message, List<Entry> left, Map<String, List<Entry>> answers, String self) {
    Map<Long, List<Entry>> byCall = new HashMap<>();
    Map<String, List<Entry>> byHypothesis = new HashMap<>();
    answers.values().stream()
        .filter(own -> !own.isEmpty())
        .forEach(
            own -> {
              Entry first = own.getFirst();
              if (first.event() instanceof Event.Called) {
                byCall.put(first.number(), own);
              } else if (first.event() instanceof Event.Proposed proposed) {
                byHypothesis.put(proposed.hypothesis().id(), own);
              }
            });
    List<Entry> unclaimed = new ArrayList<>();
    for (Entry entry : left) {
      List<Entry> owner =
          switch (entry.event()) {
            case Event.Answered answered -> byCall.get(answered.call());
            case Event.Found found -> byCall.get(found.call());
            case Event.Judged judged when !judged.judgedBy().equals(self) ->
                byCall.getOrDefault(
                    judged.evidence().entry(), byHypothesis.get(judged.evidence().hypothesis()));
            case Event.Struck _ -> spokenIn(message, answers, entry.number());
            default -> null;
          };
      (owner == null ? unclaimed : owner).add(entry);
    }
    answers.values().forEach(own -> own.sort(Comparator.comparingLong(Entry::number)));
    left.clear();
    left.addAll(unclaimed);
  }

  /** The first call made of sentences that ended after the struck one. */
  private static @org.jspecify.annotations.Nullable List<Entry> spokenIn(
      AssistantMessage message, Map<String, List<Entry>> answers, long struck) {
    for (AskedCall call : message.usable()) {
      List<Entry> own = answers.getOrDefault(call.id(), List.of());
      boolean speaks = call.name().equals(Offers.CONCLUDE) || call.name().equals(Offers.REPLY);
      if (speaks && !own.isEmpty() && own.getFirst().number() > struck) {
        return own;
      }
    }
    return null;
  }
}
