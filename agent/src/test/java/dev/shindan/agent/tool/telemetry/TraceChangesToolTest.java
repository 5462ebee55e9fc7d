package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TraceChangesToolTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));
  private static final ToolCall CALL = ToolCall.of(TraceChangesTool.NAME, "web1");
  private static final Inventory INVENTORY =
      new Inventory(List.of(target("web1", "front"), target("app1", "cart")));

  private static Target target(String name, String service) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of(), List.of(service), List.of(), Map.of());
  }

  /** Answers from a list of spans, as a store would: whole traces. */
  private record Stored(List<Span> spans) implements TraceSource {
    @Override
    public Traces find(TraceQuery query, Duration timeout) {
      List<String> ids =
          spans.stream()
              .filter(span -> query.service().map(span.service()::equals).orElse(true))
              .filter(span -> !span.start().isBefore(query.window().start()))
              .filter(span -> span.start().isBefore(query.window().end()))
              .map(Span::traceId)
              .toList();
      return new Traces.Found(
          spans.stream().filter(span -> ids.contains(span.traceId())).toList(), true, "a list");
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  /** The front calls the cart; since the onset the cart takes longer by itself and fails. */
  private static List<Span> incident(long cartMillis, boolean failing) {
    List<Span> spans = new ArrayList<>();
    for (int i = -40; i < 40; i++) {
      Instant start = ONSET.plusSeconds(i * 10L);
      long millis = i < 0 ? 20 : cartMillis;
      boolean failed = failing && i >= 0;
      spans.add(span(i, "1", Optional.empty(), "front", "GET /", start, millis + 5, failed));
      spans.add(span(i, "2", Optional.of("1"), "cart", "add", start, millis, failed));
    }
    return spans;
  }

  private static Span span(
      int trace,
      String id,
      Optional<String> parent,
      String service,
      String operation,
      Instant start,
      long millis,
      boolean failed) {
    return new Span(
        "t" + trace, id, parent, service, operation, start, millis * 1000, failed, Map.of());
  }

  @Test
  void theOperationWhoseOwnTimeGrewIsNamedWithItsTarget() throws Exception {
    TraceChangesFacts facts = facts(incident(400, false));

    assertThat(facts.traces()).isEqualTo(40);
    // one every ten seconds; those of the last minute may be of either side
    assertThat(facts.tracesBefore()).isEqualTo(34);
    assertThat(facts.requestMillisBefore()).contains(25.0);
    assertThat(facts.requestMillis()).contains(405.0);
    assertThat(facts.slow())
        .first()
        .satisfies(
            slow -> {
              assertThat(slow.target()).isEqualTo("app1");
              assertThat(slow.self()).isFalse();
              assertThat(slow.operation()).isEqualTo("add");
              assertThat(slow.millisBefore()).isEqualTo(20);
              assertThat(slow.millis()).isEqualTo(400);
            });
    assertThat(facts.slowestPath()).containsExactly("front GET / 405.0 ms", "cart add 400.0 ms");
    assertThat(facts.complete()).isTrue();
    assertThat(Json.write(facts).length()).isLessThan(2048);
  }

  @Test
  void failuresAreToldWhereTheyStart() throws Exception {
    TraceChangesFacts facts = facts(incident(20, true));
    assertThat(facts.failedShareBefore()).isZero();
    assertThat(facts.failedShare()).isEqualTo(1);
    assertThat(facts.failing())
        .first()
        .satisfies(step -> assertThat(step.target()).isEqualTo("app1"));
  }

  @Test
  void steadyTracesTellOfNothing() throws Exception {
    TraceChangesFacts facts = facts(incident(20, false));
    assertThat(facts.slow()).isEmpty();
    assertThat(facts.failing()).isEmpty();
    assertThat(facts.calls()).isEmpty();
    assertThat(facts.newCalls()).isEmpty();
  }

  @Test
  void moreSpansThanFitAreLeftOutInWholeTracesAndSaid() throws Exception {
    List<Span> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(
          span(
              i,
              "1",
              Optional.empty(),
              "front",
              "o".repeat(500),
              ONSET.plusSeconds(i % 500),
              5,
              false));
    }
    RawOutput raw = raw(new Stored(many));
    assertThat(raw.bytes().length).isLessThan(RawOutput.BYTES_MAX);
    assertThat(read(raw).complete()).isFalse();
  }

  @Test
  void aStoreThatIsDownIsAFailureAndOneWithoutTracesIsEmpty() throws Exception {
    TraceSource down =
        new TraceSource() {
          @Override
          public Traces find(TraceQuery query, Duration timeout) {
            return new Traces.Unavailable(Reason.TIMED_OUT, "late");
          }

          @Override
          public Optional<String> check() {
            return Optional.of("late");
          }
        };
    assertThat(answer(down)).isEqualTo(new ToolAnswer.Failed(FailureKind.TIMED_OUT, "late"));
    assertThat(answer(new Stored(List.of()))).isInstanceOf(ToolAnswer.Empty.class);
  }

  private static ToolAnswer answer(TraceSource source) throws InterruptedException {
    return ((Fetched.Settled) new TraceChangesTool(source, INVENTORY).fetch(CALL, CONTEXT))
        .answer();
  }

  private static TraceChangesFacts facts(List<Span> spans) throws InterruptedException {
    return read(raw(new Stored(spans)));
  }

  private static RawOutput raw(TraceSource source) throws InterruptedException {
    TraceChangesTool tool = new TraceChangesTool(source, INVENTORY);
    return new Redaction().clean(((Fetched.Output) tool.fetch(CALL, CONTEXT)).raw());
  }

  private static TraceChangesFacts read(RawOutput raw) {
    TraceChangesTool tool = new TraceChangesTool(new Stored(List.of()), INVENTORY);
    ToolAnswer answer = tool.read(CALL, raw, CONTEXT);
    assertThat(answer).isInstanceOf(ToolAnswer.Observed.class);
    return Json.MAPPER.convertValue(
        ((ToolAnswer.Observed) answer).facts(), TraceChangesFacts.class);
  }
}
