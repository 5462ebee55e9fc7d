package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Series;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
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

final class SuspectsToolTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(900), Duration.ofSeconds(5));
  private static final Inventory INVENTORY =
      new Inventory(
          List.of(
              target("web1", "front", "app1"),
              target("app1", "cart", "db1"),
              target("db1", "store"),
              target("mail1", "mail")));

  private static Target target(String name, String service, String... dependsOn) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of(), List.of(service), List.of(dependsOn), Map.of());
  }

  /** The front calls the cart, the cart its store, which has become slow; in every window. */
  private record Spans(boolean down) implements TraceSource {
    @Override
    public Traces find(TraceQuery query, Duration timeout) {
      if (down) {
        return new Traces.Unavailable(Reason.TIMED_OUT, "late");
      }
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        Instant start = query.window().start().plusSeconds(i * 20L);
        if (!start.isBefore(query.window().end())) {
          break;
        }
        long store = start.isBefore(ONSET) ? 10 : 500;
        spans.add(span(start, "1", Optional.empty(), "front", store + 20));
        spans.add(span(start, "2", Optional.of("1"), "cart", store + 10));
        spans.add(span(start, "3", Optional.of("2"), "store", store));
      }
      return new Traces.Found(spans, true, "a list");
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  private static Span span(
      Instant start, String id, Optional<String> parent, String service, long millis) {
    return new Span(
        start.toString(), id, parent, service, "call", start, millis * 1000, false, Map.of());
  }

  /** Counts by target: so many error lines before, so many since. */
  private record Errors(Map<String, long[]> counts) implements LogSource {
    @Override
    public boolean holds(Target target) {
      return true;
    }

    @Override
    public LogAnswer search(LogQuery query, Duration timeout) {
      long[] lines = counts.get(query.target().name());
      return lines == null
          ? new LogAnswer.Unavailable(Reason.UNREACHABLE, "away")
          : new LogAnswer.Found(
              List.of(),
              lines[query.window().start().isBefore(ONSET) ? 0 : 1],
              List.of(),
              true,
              "a list",
              List.of());
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  private static final LogSource QUIET_BUT_CART =
      new Errors(
          Map.of(
              "web1", new long[] {0, 0},
              "app1", new long[] {1, 60},
              "db1", new long[] {0, 0},
              "mail1", new long[] {50, 52}));

  @Test
  void theSlowStoreIsFirstThoughItsCallerLogsTheErrors() throws Exception {
    SuspectsFacts facts = facts(tool(Optional.of(new Spans(false)), Optional.of(QUIET_BUT_CART)));

    assertThat(facts.first()).contains("db1");
    assertThat(facts.suspects().getFirst().path()).containsExactly("web1", "app1", "db1");
    assertThat(facts.suspects().getFirst().reasons())
        .anySatisfy(reason -> assertThat(reason).contains("store", "500", "10"))
        .anySatisfy(reason -> assertThat(reason).contains("100 % of the symptom ends here"));
    assertThat(facts.suspects()).extracting(SuspectsFacts.Row::target).contains("app1");
    assertThat(facts.suspects()).extracting(SuspectsFacts.Row::target).doesNotContain("mail1");
    assertThat(facts.missing())
        .contains("metrics")
        .doesNotContain("traces", "logs", "dependencies");
    assertThat(facts.complete()).isTrue();
    assertThat(Json.write(facts).length()).isLessThan(2048);
  }

  @Test
  void aTargetThatCallsNobodyIsRankedAsItsCallersSeeIt() throws Exception {
    Tool tool = tool(Optional.of(new Spans(false)), Optional.of(QUIET_BUT_CART));
    SuspectsFacts ofCaller = read(tool, "app1", SuspectsFacts.class);
    SuspectsFacts ofCalled = read(tool, "db1", SuspectsFacts.class);

    assertThat(ofCalled.first()).isEqualTo(ofCaller.first()).contains("db1");
    assertThat(ofCalled.margin()).isEqualTo(ofCaller.margin());
    assertThat(ofCalled.suspects().getFirst().self()).isTrue();
  }

  @Test
  void oneSignalAloneRanksAndTheMissingOnesAreNamed() throws Exception {
    SuspectsFacts facts = facts(tool(Optional.empty(), Optional.of(QUIET_BUT_CART)));
    assertThat(facts.first()).contains("app1");
    assertThat(facts.missing()).contains("traces", "metrics");
    assertThat(facts.suspects().getFirst().reasons())
        .containsExactly("60 error lines in 900 s, were 1 in 840 s");
  }

  @Test
  void aLogThatDoesNotAnswerIsNotedAndClearsNobody() throws Exception {
    LogSource part = new Errors(Map.of("web1", new long[] {0, 40}));
    SuspectsFacts facts = facts(tool(Optional.empty(), Optional.of(part)));
    assertThat(facts.complete()).isFalse();
    assertThat(facts.notes()).anyMatch(note -> note.contains("the log of app1 did not answer"));
  }

  @Test
  void nothingThatAnswersIsAFailure() throws Exception {
    Tool tool = tool(Optional.of(new Spans(true)), Optional.of(new Errors(Map.of())));
    ToolCall call = ToolCall.of(SuspectsTool.NAME, "web1");
    assertThat(((Fetched.Settled) tool.fetch(call, CONTEXT)).answer())
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> {
              assertThat(failed.kind()).isEqualTo(FailureKind.UNREACHABLE);
              assertThat(failed.detail()).contains("late", "the log of web1 did not answer");
            });
  }

  @Test
  void metricsAloneRankByStrainAndNameWhatIsMissing() throws Exception {
    SuspectsFacts facts =
        facts(
            new SuspectsTool(
                Optional.of(new Processors(false)), Optional.empty(), Optional.empty(), INVENTORY));
    assertThat(facts.first()).contains("db1");
    assertThat(facts.suspects().getFirst().reasons())
        .containsExactly("host_cpu_usage_percent 90.00, was 10.00");
    assertThat(facts.missing()).contains("traces", "logs").doesNotContain("metrics");
    assertThat(facts.complete()).isTrue();
  }

  @Test
  void aMetricStoreThatIsDownIsAskedTwiceAndNamed() throws Exception {
    SuspectsFacts facts =
        facts(
            new SuspectsTool(
                Optional.of(new Processors(true)),
                Optional.empty(),
                Optional.of(QUIET_BUT_CART),
                INVENTORY));
    assertThat(facts.first()).contains("app1");
    assertThat(facts.missing()).contains("metrics");
    assertThat(facts.complete()).isFalse();
    assertThat(facts.notes()).anyMatch(note -> note.contains("down"));
  }

  /** Processor use of every target; that of the last but one has risen. */
  private record Processors(boolean down) implements MetricSource {
    @Override
    public Selection select(
        List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
      if (down) {
        return new Selection.Unavailable(Reason.CONNECTION_REFUSED, "down");
      }
      String addresses = matchers.getFirst().value();
      int count = (int) (window.length().toMillis() / step.toMillis());
      long[] times = new long[count];
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        times[i] = window.start().toEpochMilli() + i * step.toMillis();
        values[i] = addresses.contains("db1") && times[i] >= ONSET.toEpochMilli() ? 90 : 10;
      }
      Map<String, String> labels = Map.of("__name__", "host_cpu_usage_percent", "instance", "x");
      return new Selection.Found(List.of(new Series(labels, times, values)), true, "a list");
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  @Test
  void aSilentPeerIsGivenTheTimeItsCallerWaitsForItAndTheFailuresOfReachingIt() throws Exception {
    TraceSource silent = new SilentPeer("");
    SuspectsFacts slow = facts(tool(Optional.of(silent), Optional.empty()));
    assertThat(slow.first()).contains("db1");
    TraceChangesFacts waited =
        read(new TraceChangesTool(silent, INVENTORY), "db1", TraceChangesFacts.class);
    assertThat(waited.slow().getFirst().self()).isTrue();
    assertThat(waited.slow().getFirst().silent()).isTrue();

    TraceSource dropped = new SilentPeer("connect timed out");
    TraceChangesFacts failing =
        read(new TraceChangesTool(dropped, INVENTORY), "db1", TraceChangesFacts.class);
    assertThat(failing.failing().getFirst().target()).isEqualTo("db1");
    assertThat(failing.failing().getFirst().self()).isTrue();
  }

  @Test
  void aRefusedPasswordStaysWhereItWasNoticed() throws Exception {
    TraceSource refused = new SilentPeer("password authentication failed");
    TraceChangesFacts failing =
        read(new TraceChangesTool(refused, INVENTORY), "db1", TraceChangesFacts.class);
    assertThat(failing.failing().getFirst().target()).isEqualTo("app1");
    assertThat(failing.failing().getFirst().self()).isFalse();
  }

  /** The cart calls its store, which writes no spans and answers late or, if so said, not. */
  private record SilentPeer(String failure) implements TraceSource {
    @Override
    public Traces find(TraceQuery query, Duration timeout) {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        Instant start = query.window().start().plusSeconds(i * 20L);
        if (!start.isBefore(query.window().end())) {
          break;
        }
        boolean sick = !start.isBefore(ONSET);
        long store = sick ? 500 : 10;
        spans.add(span(start, "1", Optional.empty(), "cart", store + 10));
        Map<String, String> said =
            sick && !failure.isEmpty()
                ? Map.of("span.kind", "client", "peer.service", "storedb", "error", failure)
                : Map.of("span.kind", "client", "peer.service", "storedb");
        spans.add(
            new Span(
                start.toString(),
                "2",
                Optional.of("1"),
                "cart",
                "insert",
                start,
                store * 1000,
                sick && !failure.isEmpty(),
                said));
      }
      return new Traces.Found(spans, true, "a list");
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  @Test
  void dependentsAreToldWithEvidenceAndAge() throws Exception {
    Tool tool = new DependentsTool(Optional.of(new Spans(false)), INVENTORY, Optional.empty());
    DependentsFacts facts = read(tool, "db1", DependentsFacts.class);
    assertThat(facts.dependents())
        .containsExactly(
            new DependentsFacts.Reached("app1", 1), new DependentsFacts.Reached("web1", 2));
    assertThat(facts.dependencies()).isEmpty();
    assertThat(facts.edges())
        .extracting(DependentsFacts.Edge::evidence)
        .containsExactly("configuration", "span");
    assertThat(facts.edges().getLast().ageSeconds()).contains(20L);
    assertThat(facts.edges().getLast().calls()).isEqualTo(90);
  }

  @Test
  void withoutTracesTheInventoryStillTellsWhoDependsOnWhom() throws Exception {
    DependentsFacts facts =
        read(
            new DependentsTool(Optional.empty(), INVENTORY, Optional.empty()),
            "app1",
            DependentsFacts.class);
    assertThat(facts.dependents()).containsExactly(new DependentsFacts.Reached("web1", 1));
    assertThat(facts.dependencies()).containsExactly(new DependentsFacts.Reached("db1", 1));
    assertThat(facts.complete()).isTrue();
  }

  private static Tool tool(Optional<TraceSource> traces, Optional<LogSource> logs) {
    return new SuspectsTool(Optional.empty(), traces, logs, INVENTORY);
  }

  private static SuspectsFacts facts(Tool tool) throws InterruptedException {
    return read(tool, "web1", SuspectsFacts.class);
  }

  private static <T> T read(Tool tool, String target, Class<T> type) throws InterruptedException {
    ToolCall call = ToolCall.of(tool.spec().name(), target);
    RawOutput raw = new Redaction().clean(((Fetched.Output) tool.fetch(call, CONTEXT)).raw());
    ToolAnswer answer = tool.read(call, raw, CONTEXT);
    assertThat(answer).isInstanceOf(ToolAnswer.Observed.class);
    return Json.MAPPER.convertValue(((ToolAnswer.Observed) answer).facts(), type);
  }
}
