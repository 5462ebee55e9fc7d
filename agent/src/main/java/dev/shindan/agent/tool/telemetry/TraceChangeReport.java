package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.signal.SlowOperation;
import dev.shindan.agent.signal.SpanPath;
import dev.shindan.agent.signal.StepChange;
import dev.shindan.agent.signal.TraceAttribution;
import dev.shindan.agent.signal.TraceChanges;
import dev.shindan.agent.signal.TracedActivity;
import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes the facts of {@code trace_changes} of the spans that were fetched. */
final class TraceChangeReport {
  /** What a reader of facts is given at most; the rest is in the raw output. */
  private static final int FACTS_CHARACTERS_MAX = 2000;

  /** Less than a twentieth of what one change can say is noise; our own choice. */
  private static final double STRENGTH_MIN = 0.05;

  private static final int ROWS_MAX = 3;
  private static final int NAME_CHARACTERS_MAX = 60;
  private static final int LINE_CHARACTERS_MAX = 160;

  private final SpanText spans;
  private final Naming naming;
  private final String self;
  private final List<Span> before;
  private final List<Span> since;
  private final Set<String> writing = new HashSet<>();

  /**
   * @param self the target that was asked about
   */
  TraceChangeReport(SpanText spans, Inventory inventory, String self) {
    this.spans = spans;
    this.naming = new Naming(inventory);
    this.self = Inventory.hostPart(self);
    this.before = CalledPeers.in(spans.before(), naming);
    this.since = CalledPeers.in(spans.since(), naming);
    spans.since().forEach(span -> writing.add(naming.writer(span)));
  }

  TraceChangesFacts facts() {
    TraceChanges changes =
        TraceAttribution.compare(TracedActivity.of(before), TracedActivity.of(since));
    TraceChangesFacts facts = facts(changes, ROWS_MAX);
    for (int rows = ROWS_MAX - 1;
        rows > 0 && Json.write(facts).length() > FACTS_CHARACTERS_MAX;
        rows--) {
      facts = facts(changes, rows);
    }
    return facts;
  }

  private TraceChangesFacts facts(TraceChanges changes, int rows) {
    return new TraceChangesFacts(
        traces(spans.before(), false).size(),
        traces(spans.since(), false).size(),
        ofSelf(before),
        ofSelf(since),
        failedShare(spans.before()),
        failedShare(spans.since()),
        requestMillis(spans.before()),
        requestMillis(spans.since()),
        withSelf(
            changes.slow().stream()
                .filter(slow -> slow.strength() >= STRENGTH_MIN)
                .map(this::slow)
                .toList(),
            TraceChangesFacts.Slow::self,
            rows),
        steps(changes, StepChange.Kind.FAILURE, rows),
        steps(changes, StepChange.Kind.CALL, Math.min(rows, 2)),
        changes.counts().stream()
            .limit(1)
            .map(
                count ->
                    new TraceChangesFacts.Repeated(
                        shortened(count.service()),
                        shortened(count.operation()),
                        shortened(count.called()),
                        rounded(count.perRunBefore()),
                        rounded(count.perRunAfter()),
                        count.retries()))
            .toList(),
        changes.newEdges().stream()
            .limit(rows)
            .map(edge -> shortened(edge.caller()) + " -> " + shortened(edge.callee()))
            .toList(),
        slowestPath(rows * 2),
        spans.header().complete() && spans.unread() == 0,
        spans.header().partial() || spans.unread() > 0,
        Around.shortened(Json.write(spans.header()), LINE_CHARACTERS_MAX));
  }

  private List<TraceChangesFacts.Step> steps(TraceChanges changes, StepChange.Kind kind, int rows) {
    return withSelf(
        changes.steps().stream()
            .filter(step -> step.kind() == kind && step.strength() >= STRENGTH_MIN)
            .filter(step -> kind == StepChange.Kind.CALL || !step.gone())
            .map(this::step)
            .toList(),
        TraceChangesFacts.Step::self,
        rows);
  }

  /** The first so many; the first of the target that was asked about is not cut off. */
  private static <T> List<T> withSelf(List<T> all, Predicate<T> self, int rows) {
    List<T> shown = new ArrayList<>(all.subList(0, Math.min(rows, all.size())));
    if (shown.stream().noneMatch(self)) {
      all.stream().filter(self).findFirst().ifPresent(own -> shown.set(shown.size() - 1, own));
    }
    return shown;
  }

  /** A service without spans of its own shows in those of its callers. */
  private int ofSelf(List<Span> all) {
    return (int)
        all.stream().filter(span -> naming.target(naming.writer(span)).equals(self)).count();
  }

  private TraceChangesFacts.Slow slow(SlowOperation slow) {
    return new TraceChangesFacts.Slow(
        naming.target(slow.service()),
        naming.target(slow.service()).equals(self),
        shortened(slow.service()),
        shortened(slow.operation()),
        slow.callee().map(naming::target).orElse(""),
        !writing.contains(slow.service()),
        rounded(slow.slowdown().medianBeforeMicros() / 1000),
        rounded(slow.slowdown().medianAfterMicros() / 1000),
        rounded(slow.strength()));
  }

  private TraceChangesFacts.Step step(StepChange step) {
    return new TraceChangesFacts.Step(
        naming.target(step.service()),
        naming.target(step.service()).equals(self),
        shortened(step.service()),
        shortened(step.operation()),
        shortened(step.step()),
        rounded(step.shift().before()),
        rounded(step.shift().after()),
        rounded(step.strength()));
  }

  private List<String> slowestPath(int hops) {
    return path().stream()
        .flatMap(path -> path.hops().stream())
        .limit(hops)
        .map(SpanPath.Hop::span)
        .map(
            span ->
                "%s %s %s ms%s"
                    .formatted(
                        shortened(span.service()),
                        shortened(span.operation()),
                        rounded(span.durationMicros() / 1000.0),
                        span.error() ? " failed" : ""))
        .toList();
  }

  private Optional<SpanPath> path() {
    return SpanPath.slowest(spans.before(), spans.since());
  }

  private static double failedShare(List<Span> spans) {
    int all = traces(spans, false).size();
    return all == 0 ? 0 : rounded(traces(spans, true).size() / (double) all);
  }

  private static Set<String> traces(List<Span> spans, boolean failedOnly) {
    Set<String> traces = new HashSet<>();
    for (Span span : spans) {
      if (!failedOnly || span.error()) {
        traces.add(span.traceId());
      }
    }
    return traces;
  }

  private static Optional<Double> requestMillis(List<Span> spans) {
    double[] roots =
        spans.stream()
            .filter(span -> span.parentId().isEmpty())
            .mapToDouble(span -> span.durationMicros() / 1000.0)
            .toArray();
    return roots.length == 0 ? Optional.empty() : Optional.of(rounded(Robust.median(roots)));
  }

  private static String shortened(String name) {
    return Around.shortened(name, NAME_CHARACTERS_MAX);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
