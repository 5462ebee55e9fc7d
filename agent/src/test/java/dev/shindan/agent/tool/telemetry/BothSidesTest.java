package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BothSidesTest {
  private static final Instant ONSET = Instant.parse("2026-11-01T03:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(60), Duration.ofSeconds(5));
  private static final ToolCall CALL = ToolCall.of("trace_changes", "app1");

  /** Twenty traces a second, of which it gives the latest, as Zipkin does. */
  private record Busy(List<TraceQuery> asked, boolean down) implements TraceSource {
    @Override
    public Traces find(TraceQuery query, Duration timeout) {
      asked.add(query);
      if (down) {
        return new Traces.Unavailable(Reason.TIMED_OUT, "late");
      }
      List<Span> spans = new ArrayList<>();
      Instant at = query.window().end().minusMillis(50);
      while (spans.size() < query.tracesMax() && !at.isBefore(query.window().start())) {
        spans.add(
            new Span(at.toString(), "1", Optional.empty(), "app1", "call", at, 9, false, Map.of()));
        at = at.minusMillis(50);
      }
      return new Traces.Found(spans, false, "busy");
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  @Test
  void tracesOfABusyStoreAreOfTheWholeStretchBefore() {
    BothSides sides =
        BothSides.ask(new Busy(new ArrayList<>(), false), Set.of("app1"), CALL, CONTEXT);

    assertThat(sides.before()).hasSize(BothSides.TRACES_MAX);
    assertThat(sides.before())
        .filteredOn(span -> span.start().isBefore(ONSET.minusSeconds(60)))
        .as("an alert comes late: the last minute before it may be of the disturbance")
        .hasSizeGreaterThanOrEqualTo(BothSides.TRACES_MAX * 3 / 4);
    assertThat(sides.complete()).isFalse();
    assertThat(sides.partial()).as("fewer than there are were asked for").isFalse();
  }

  @Test
  void aStoreThatDoesNotAnswerIsNotAskedForEachPart() {
    Busy store = new Busy(new ArrayList<>(), true);

    assertThat(BothSides.ask(store, Set.of("app1"), CALL, CONTEXT).failure()).isPresent();
    assertThat(store.asked()).hasSize(2);
  }
}
