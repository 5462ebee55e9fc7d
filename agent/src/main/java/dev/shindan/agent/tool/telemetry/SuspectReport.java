package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.Suspect;
import dev.shindan.agent.signal.SuspectRanking;
import dev.shindan.agent.signal.Suspects;
import dev.shindan.agent.signal.Suspicion;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.signal.SymptomFlow;
import dev.shindan.agent.signal.SymptomFlow.Excess;
import dev.shindan.agent.signal.TraceAttribution;
import dev.shindan.agent.signal.TraceChanges;
import dev.shindan.agent.signal.TraceSuspicions;
import dev.shindan.agent.signal.TracedActivity;
import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the facts of {@code suspects} of the spans and counts that were fetched. */
final class SuspectReport {
  private static final int ROWS_MAX = 5;
  private static final int REASONS_MAX = 3;
  private static final int REASON_CHARACTERS_MAX = 100;
  private static final int LINE_CHARACTERS_MAX = 160;

  private final Header header;
  private final Optional<SpanText> spans;
  private final Naming naming;
  private final DependencyGraph configured;

  /**
   * The first line of the output.
   *
   * @param errors error lines by target; empty when no store of logs answered
   * @param logsSeen whether a store of logs answered for any target
   * @param metrics what moved, of the targets that have metrics; empty in older recordings
   */
  record Header(
      String symptom,
      List<ErrorCounts> errors,
      boolean logsSeen,
      @Nullable List<MetricMoves> metrics,
      boolean complete,
      List<String> notes) {
    Header {
      errors = List.copyOf(errors);
      metrics = metrics == null ? List.of() : List.copyOf(metrics);
      notes = List.copyOf(notes);
    }
  }

  private SuspectReport(Header header, Optional<SpanText> spans, Inventory inventory) {
    this.header = header;
    this.spans = spans;
    this.naming = new Naming(inventory);
    this.configured = Topology.configured(inventory);
  }

  /** Empty when there is no first line to go by. */
  static Optional<SuspectReport> read(String text, Inventory inventory) {
    int end = text.indexOf('\n');
    try {
      Header header = Json.MAPPER.readValue(end < 0 ? text : text.substring(0, end), Header.class);
      if (header == null || header.symptom() == null) {
        return Optional.empty();
      }
      return Optional.of(
          new SuspectReport(
              header,
              end < 0 ? Optional.empty() : SpanText.read(text.substring(end + 1)),
              inventory));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException broken) {
      return Optional.empty();
    }
  }

  SuspectsFacts facts() {
    List<Suspicion> suspicions = new ArrayList<>();
    header.errors().forEach(counts -> counts.suspicion().ifPresent(suspicions::add));
    Set<Signal> observed = EnumSet.noneOf(Signal.class);
    if (header.logsSeen()) {
      observed.add(Signal.LOGS);
    }
    DependencyGraph graph = configured;
    Map<String, Excess> excesses = new TreeMap<>();
    for (MetricMoves moves : moved()) {
      observed.add(Signal.METRICS);
      suspicions.addAll(moves.suspicions());
      moves.excess().ifPresent(excess -> excesses.put(moves.target(), excess));
    }
    if (spans.isPresent() && !spans.get().since().isEmpty()) {
      List<Span> before = CalledPeers.in(spans.get().before(), naming);
      List<Span> since = CalledPeers.in(spans.get().since(), naming);
      TraceChanges changes =
          TraceAttribution.compare(TracedActivity.of(before), TracedActivity.of(since));
      TraceSuspicions.of(changes).forEach(found -> suspicions.add(ofTarget(found)));
      graph = graph.with(Topology.named(changes.graph(), naming));
      if (!before.isEmpty()) {
        observed.add(Signal.TRACES);
        excesses.clear(); // what was traced is not added to what is a mean of the same
        excesses.putAll(SpanExcesses.of(before, since, naming));
      }
    }
    suspicions.addAll(flow(graph, excesses, observed));
    Suspects suspects =
        new SuspectRanking(observed, graph, Optional.of(header.symptom())).rank(suspicions);
    return facts(suspects);
  }

  private List<MetricMoves> moved() {
    List<MetricMoves> moved = header.metrics();
    return moved == null ? List.of() : moved;
  }

  /**
   * Where the symptom comes from along the calls, as surely as the symptom itself is one. That of a
   * target which calls nobody ends there wherever it comes from: then that of its callers is
   * followed, each as far as it costs.
   */
  private List<Suspicion> flow(
      DependencyGraph graph, Map<String, Excess> excesses, Set<Signal> observed) {
    SortedSet<String> callers = graph.callers(header.symptom());
    boolean last = graph.callees(header.symptom()).isEmpty() && !callers.isEmpty();
    SortedMap<String, Double> shares = new TreeMap<>();
    double costs = 0;
    double sure = 0;
    for (String from : last ? callers : List.of(header.symptom())) {
      Excess symptom = excesses.get(from);
      if (symptom != null && !graph.edges().isEmpty()) {
        observed.add(Signal.DEPENDENCIES);
        costs += symptom.amount();
        sure += symptom.amount() * symptom.certainty();
        new SymptomFlow(graph, from, excesses)
            .shares()
            .forEach((at, share) -> shares.merge(at, share * symptom.amount(), Double::sum));
      }
    }
    if (costs == 0) {
      return List.of();
    }
    double total = costs;
    double certainty = sure / costs;
    List<Suspicion> found = new ArrayList<>();
    shares.forEach((at, cost) -> found.add(SymptomFlow.suspicion(at, cost / total, certainty)));
    return found;
  }

  private SuspectsFacts facts(Suspects suspects) {
    return new SuspectsFacts(
        suspects.ranked().stream().limit(ROWS_MAX).map(this::row).toList(),
        suspects.ranked().stream().findFirst().map(Suspect::target),
        rounded(suspects.margin()),
        suspects.missing().stream()
            .sorted()
            .map(signal -> signal.name().toLowerCase(Locale.ROOT))
            .toList(),
        header.notes().stream()
            .limit(3)
            .map(note -> Around.shortened(note, REASON_CHARACTERS_MAX))
            .toList(),
        header.complete()
            && spans.map(text -> !text.header().partial() && text.unread() == 0).orElse(true),
        Around.shortened(Json.write(header), LINE_CHARACTERS_MAX));
  }

  private SuspectsFacts.Row row(Suspect suspect) {
    return new SuspectsFacts.Row(
        suspect.target(),
        rounded(suspect.score()),
        suspect.target().equals(header.symptom()),
        suspect.suspicions().stream()
            .limit(REASONS_MAX)
            .map(Suspicion::reason)
            .map(reason -> Around.shortened(reason, REASON_CHARACTERS_MAX))
            .toList(),
        suspect.path());
  }

  private Suspicion ofTarget(Suspicion found) {
    String target = naming.target(found.target());
    String reason =
        target.equals(found.target()) ? found.reason() : found.target() + ": " + found.reason();
    return new Suspicion(target, found.signal(), found.strength(), found.relayed(), reason);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
