package dev.shindan.agent.investigate;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.InMemoryTrailStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A trail written by hand, entry by entry, for what reads case files. */
final class WrittenTrail {
  static final String RAW = "Filesystem Use% Mounted\n/dev/loop0 93% /data\n";
  private static final String INVESTIGATION = "i1";
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final InMemoryTrailStore store = new InMemoryTrailStore(Clock.systemUTC());
  private final List<Entry> entries = new ArrayList<>();

  record Facts(String mount, double usedPercent, long freeBytes) {}

  WrittenTrail(List<String> scope) {
    Incident incident =
        new Incident("inc1", "slow", AT, AT, scope, scope, List.of(), Optional.empty());
    add(new Event.Opened(incident, "builtin", Limits.DEFAULT, "hash"));
  }

  CaseFile caseFile() {
    return CaseFile.of(INVESTIGATION, entries);
  }

  InMemoryTrailStore raws() {
    return store;
  }

  WrittenTrail add(Event event) {
    entries.add(new Entry(entries.size() + 1L, AT, event));
    return this;
  }

  WrittenTrail proposed(String id) {
    return add(
        new Event.Proposed(new Hypothesis(id, "disk-full-bytes", "app1", "the disk", 0.3, "")));
  }

  /** A call and its answer; the call's number is the one cited. */
  WrittenTrail observed(String tool, String target, Optional<String> tests) {
    return answered(
        tool, target, tests, ToolAnswer.Observed.of(new Facts("/data", 93.4, 3_221_225_472L)));
  }

  WrittenTrail answered(String tool, String target, Optional<String> tests, ToolAnswer answer) {
    add(new Event.Called(ToolCall.of(tool, target), tests, tests.map(_ -> "full"), "", "builtin"));
    RawOutput raw = RawOutput.of(RAW);
    boolean seen = answer instanceof ToolAnswer.Observed;
    Event event =
        new Event.Answered(
            entries.size(),
            answer,
            seen ? Optional.of(raw.hash()) : Optional.empty(),
            seen ? raw.bytes().length : 0,
            0,
            AT,
            Duration.ZERO,
            Optional.empty());
    add(event);
    long number = store.lastNumber(INVESTIGATION) + 1;
    store.append(INVESTIGATION, number, List.of(event), seen ? List.of(raw) : List.of());
    return this;
  }

  WrittenTrail evidence(String id, long entry, Bearing bearing, Strength strength, String basis) {
    return add(
        new Event.Judged(
            new Evidence(
                id, entry, bearing, strength, basis, Optional.of("k/" + basis), "why", "93%"),
            "builtin"));
  }

  WrittenTrail finding(long call, Severity severity) {
    return add(
        new Event.Found(call, List.of(new Finding("k/c", "app1", severity, "t", "")), "hash"));
  }
}
