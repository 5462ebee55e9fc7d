package dev.shindan.agent.trail;

import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Limits;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a trail: all that is known at one point. Pure; the same entries always give the same
 * case file. Not thread-safe while it is being folded, immutable to everybody else.
 */
public final class CaseFile {
  private final String investigation;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Hypothesis> hypotheses = new LinkedHashMap<>();
  private final EvidenceLedger evidence = new EvidenceLedger(this::question);
  private final CallLedger calls = new CallLedger();
  private final Map<Long, Event.Said> unanswered = new LinkedHashMap<>();
  private final List<Event.Pinned> pins = new ArrayList<>();
  private final Set<String> messagesTaken = new LinkedHashSet<>();
  private final Set<String> handedOver = new LinkedHashSet<>();
  private @Nullable Incident incident;
  private @Nullable Verdict verdict;
  private Event.@Nullable Opened opened;
  private String reasoner = "";
  private boolean aborted;
  private boolean stopAsked;
  private int moves;
  private long reopenedAt;
  private long tokens;
  private double cost;

  private CaseFile(String investigation) {
    this.investigation = investigation;
  }

  /** Folds a whole trail, in order. */
  public static CaseFile of(String investigation, List<Entry> entries) {
    CaseFile folded = new CaseFile(investigation);
    entries.forEach(folded::fold);
    return folded;
  }

  private void fold(Entry entry) {
    if (entry.number() != entries.size() + 1L) {
      throw new IllegalStateException(
          "trail " + investigation + " has a gap before entry " + entry.number());
    }
    entries.add(entry);
    switch (entry.event()) {
      case Event.Opened event -> open(event);
      case Event.AlertJoined event -> {
        messagesTaken.add(event.message());
        incident = event.incident().orElseGet(() -> incident().withAlert(event.alert()));
      }
      case Event.Turned event -> {
        tokens += event.inputTokens() + event.outputTokens();
        cost += event.cost();
        moves++;
      }
      case Event.Proposed event -> {
        hypotheses.put(event.hypothesis().id(), event.hypothesis());
        moves++;
      }
      case Event.Called event -> {
        calls.called(entry.number(), event);
        moves++;
      }
      case Event.Answered event -> calls.answered(event);
      case Event.Referred _ -> moves++;
      case Event.Found event -> calls.found(event);
      case Event.Judged event -> evidence.add(event.evidence());
      case Event.Rejected _ -> moves++;
      case Event.Struck _ -> {}
      case Event.Said event -> {
        messagesTaken.add(event.message());
        unanswered.put(entry.number(), event);
      }
      case Event.Pinned event -> pins.add(event);
      case Event.Replied event -> unanswered.remove(event.said());
      case Event.StopAsked event -> {
        messagesTaken.add(event.message());
        stopAsked = true;
      }
      case Event.FeedbackGiven event -> messagesTaken.add(event.message());
      case Event.HandedOver event -> {
        handedOver.add(event.from());
        reasoner = event.to();
      }
      case Event.Interim _ -> {}
      case Event.Resumed _ -> {}
      case Event.Reopened _ -> {
        reopenedAt = entry.number();
        verdict = null;
        stopAsked = false;
        aborted = false;
      }
      case Event.Concluded event -> verdict = event.verdict();
      case Event.Aborted _ -> aborted = true;
    }
  }

  private String question(long call) {
    return call(call).map(asked -> asked.call().key()).orElse("");
  }

  private void open(Event.Opened event) {
    opened = event;
    incident = event.incident();
    reasoner = event.reasoner();
  }

  public String investigation() {
    return investigation;
  }

  public List<Entry> entries() {
    return java.util.Collections.unmodifiableList(entries);
  }

  /** The number of the last entry; 0 when the trail is empty. */
  public long lastNumber() {
    return entries.size();
  }

  public Incident incident() {
    if (incident == null) {
      throw new IllegalStateException("trail " + investigation + " was never opened");
    }
    return incident;
  }

  public Event.Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("trail " + investigation + " was never opened");
    }
    return opened;
  }

  public Limits limits() {
    return opened().limits();
  }

  /** The reasoner whose turn it is; a hand-over changes it. */
  public String reasoner() {
    return reasoner;
  }

  /** Reasoners that gave up on this investigation. */
  public Set<String> handedOver() {
    return Set.copyOf(handedOver);
  }

  /** All hypotheses in the order they were proposed. */
  public List<HypothesisState> hypotheses() {
    return hypotheses.values().stream().map(this::state).toList();
  }

  public Optional<HypothesisState> hypothesis(String id) {
    return Optional.ofNullable(hypotheses.get(id)).map(this::state);
  }

  private HypothesisState state(Hypothesis hypothesis) {
    return new HypothesisState(
        hypothesis, evidence.on(hypothesis.id()), pinnedHealthy(hypothesis.target()));
  }

  /** A person says that the target is fine, and no finding on it says otherwise since. */
  public boolean pinnedHealthy(String target) {
    String host = Inventory.hostPart(target);
    boolean pinned =
        pins.stream()
            .filter(pin -> Inventory.hostPart(pin.target()).equals(host))
            .reduce((_, later) -> later)
            .map(Event.Pinned::healthy)
            .orElse(false);
    return pinned
        && findings().stream()
            .noneMatch(
                finding ->
                    Inventory.hostPart(finding.target()).equals(host)
                        && finding.severity() == dev.shindan.agent.model.Severity.CRITICAL);
  }

  public List<Event.Pinned> pins() {
    return List.copyOf(pins);
  }

  /** All calls in the order they were made. */
  public List<CallState> calls() {
    return calls.all();
  }

  public Optional<CallState> call(long number) {
    return calls.call(number);
  }

  /** Calls without an answer: under way, or interrupted by a crash. */
  public List<CallState> unfinished() {
    return calls.unfinished();
  }

  /** The latest answered call of an equal question. */
  public Optional<CallState> latest(ToolCall question) {
    return calls.latest(question);
  }

  /**
   * The first call that could not reach a target, when since the last reopening more calls to it
   * failed on the way than were answered.
   */
  public Optional<CallState> cutOff(String target) {
    return calls.cutOff(target, reopenedAt);
  }

  /** Findings that still hold: of equal questions only the latest answer counts. */
  public List<Finding> findings() {
    return calls.findings();
  }

  /** What people said and nobody answered yet, by the number of the entry. */
  public Map<Long, Event.Said> unanswered() {
    return java.util.Collections.unmodifiableMap(unanswered);
  }

  /** Whether a message of the inbox is on the trail already. */
  public boolean hasTaken(String message) {
    return messagesTaken.contains(message);
  }

  /** The inbox message taken last; blank when none was. */
  public String lastMessageTaken() {
    return messagesTaken.stream().max(String::compareTo).orElse("");
  }

  public boolean stopAsked() {
    return stopAsked;
  }

  /** The last verdict; empty before the first and after a reopening. */
  public Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  public boolean aborted() {
    return aborted;
  }

  /** Whether nothing remains to be done. */
  public boolean ended() {
    return (verdict != null || aborted) && unanswered.isEmpty();
  }

  /** Moves spent: proposals, calls, references, rejections and model turns. */
  public int moves() {
    return moves;
  }

  public int toolCalls() {
    return calls.all().size();
  }

  public long tokens() {
    return tokens;
  }

  public double cost() {
    return cost;
  }

  public Instant startedAt() {
    return entries.isEmpty() ? Instant.EPOCH : entries.getFirst().at();
  }
}
