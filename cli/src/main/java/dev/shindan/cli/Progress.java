package dev.shindan.cli;

import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.TrailStore;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Prints what happens in an investigation, a line an entry, as it happens. Thread-safe. */
final class Progress {
  private final TrailStore trails;
  private final String investigation;
  private final PrintStream out;
  private final Map<Long, Event.Called> calls = new HashMap<>();
  private long shown;

  Progress(TrailStore trails, String investigation, PrintStream out) {
    this.trails = trails;
    this.investigation = investigation;
    this.out = out;
  }

  synchronized void show() {
    for (Entry entry : trails.read(investigation, shown)) {
      shown = entry.number();
      words(entry).ifPresent(words -> out.printf("#%-4d %s%n", entry.number(), words));
    }
  }

  private Optional<String> words(Entry entry) {
    return switch (entry.event()) {
      case Event.Opened opened ->
          Optional.of(
              opened.incident().title()
                  + " (scope: "
                  + String.join(", ", opened.incident().scope())
                  + ")");
      case Event.Called called -> {
        calls.put(entry.number(), called);
        yield Optional.empty();
      }
      case Event.Answered answered -> Optional.of(answer(answered));
      case Event.Found found ->
          found.findings().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  "  finding: "
                      + String.join(
                          "; ",
                          found.findings().stream()
                              .map(finding -> finding.target() + ": " + finding.text())
                              .toList()));
      case Event.Proposed proposed ->
          Optional.of(
              "hypothesis "
                  + proposed.hypothesis().id()
                  + ": "
                  + proposed.hypothesis().kind()
                  + " on "
                  + proposed.hypothesis().target());
      case Event.Rejected rejected ->
          Optional.of("rejected: " + rejected.move() + ": " + rejected.reason());
      case Event.Struck struck ->
          Optional.of("struck: \"" + struck.claim().text() + "\": " + struck.reason());
      case Event.HandedOver over ->
          Optional.of(
              "handed over from " + over.from() + " to " + over.to() + ": " + over.reason());
      case Event.Aborted aborted -> Optional.of("aborted: " + aborted.reason());
      case Event.AlertJoined joined -> Optional.of("alert joined: " + joined.alert().name());
      case Event.Resumed _ -> Optional.of("resumed");
      case Event.Turned turned -> Optional.of(turned.model() + " answered");
      case Event.Referred _,
          Event.Judged _,
          Event.Said _,
          Event.Pinned _,
          Event.Replied _,
          Event.StopAsked _,
          Event.FeedbackGiven _,
          Event.Interim _,
          Event.Reopened _,
          Event.Concluded _ ->
          Optional.empty();
    };
  }

  private String answer(Event.Answered answered) {
    Event.Called called = calls.get(answered.call());
    String what = called == null ? "#" + answered.call() : called.call().key();
    return "%s: %s (%d ms)"
        .formatted(what, answered.answer().inWords(), answered.took().toMillis());
  }
}
