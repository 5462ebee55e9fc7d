package dev.shindan.web;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Series;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricChangesSettings;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.telemetry.LogChangesTool;
import dev.shindan.agent.tool.telemetry.TraceChangesTool;
import dev.shindan.agent.trail.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** Runs the signal tools over stores in memory and puts what they answer on a trail. */
final class SignalTrail {
  static final Instant ONSET = SampleTrail.START.minusSeconds(95);
  private static final CallContext CONTEXT =
      new CallContext("i-1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));
  private static final Inventory INVENTORY =
      new Inventory(List.of(target("app1", "front"), target("db", "cart")));
  private static final int STEP_SECONDS = 15;

  final List<Series> series = new ArrayList<>();
  final List<LogLine> lines = new ArrayList<>();
  final List<Span> spans = new ArrayList<>();
  private final SampleTrail trail;

  SignalTrail(SampleTrail trail) {
    this.trail = trail;
  }

  /** An incident that all three signals show: the cart becomes slow and its calls are refused. */
  SignalTrail incident() {
    measure("queue_depth", i -> i < 61 ? 5 + i % 2 : 80 + i % 3);
    measure("http_errors_total", i -> i < 62 ? i * 1.5 : 93 + (i - 62) * 60.0);
    measure("request_duration_seconds_sum", i -> i < 61 ? i * 0.6 : 36.6 + (i - 61) * 12);
    measure("request_duration_seconds_count", i -> i * 30.0);
    measure("process_resident_memory_bytes", i -> (i < 61 ? 4e8 : 9e8) + 1e6 * (i % 5));
    measure("worker_busy_ratio", i -> i < 64 ? 0.2 + 0.01 * (i % 3) : 0.97);
    measure("gc_pause_seconds", i -> i < 30 ? 0.001 : i < 62 ? 0.004 : 0.05);
    measure("up", i -> 1);
    for (int second = -900; second < 600; second += 2) {
      log(second, LogLevel.INFO, "served request " + (second + 900) + " in 12 ms");
    }
    for (int second = -900; second < 0; second += 10) {
      log(second, LogLevel.INFO, "cache refreshed with " + (second + 1000) + " entries");
    }
    for (int second = 20; second < 600; second += 5) {
      log(second, LogLevel.ERROR, "connection to db:5432 refused after " + second + " ms");
    }
    for (int i = -40; i < 40; i++) {
      long added = i < 0 ? 0 : 380;
      span(i, "1", "", "front", "GET /checkout", 0, 60 + added, false);
      span(i, "2", "1", "front", "render basket", 4, 50 + added, false);
      span(i, "3", "2", "cart", "POST /cart/items", 9, 40 + added, false);
      span(i, "4", "3", "db", "select cart_item", 12, 20 + added, i >= 0 && i % 2 == 0);
    }
    return this;
  }

  SignalTrail measure(String metric, IntToDoubleFunction value) {
    int samples = 101;
    long[] times = new long[samples];
    double[] values = new double[samples];
    for (int i = 0; i < samples; i++) {
      times[i] = ONSET.plusSeconds((i - 60L) * STEP_SECONDS).toEpochMilli();
      values[i] = value.applyAsDouble(i);
    }
    series.add(new Series(Map.of("__name__", metric, "instance", "app1:9100"), times, values));
    return this;
  }

  SignalTrail log(int second, LogLevel level, String message) {
    lines.add(new LogLine(ONSET.plusSeconds(second), "app.log", level, message));
    return this;
  }

  void span(
      int trace,
      String id,
      String parent,
      String service,
      String operation,
      long offsetMillis,
      long millis,
      boolean failed) {
    Optional<String> under = parent.isEmpty() ? Optional.empty() : Optional.of(parent);
    Instant start = ONSET.plusSeconds(trace * 10L).plusMillis(offsetMillis);
    spans.add(
        new Span(
            "t" + trace, id, under, service, operation, start, millis * 1000, failed, Map.of()));
  }

  long metrics() {
    return metrics(new Selection.Found(series, true, "memory"));
  }

  long metrics(Selection answer) {
    MetricSource source =
        new MetricSource() {
          @Override
          public Selection select(
              List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
            return answer;
          }

          @Override
          public Optional<String> check() {
            return Optional.empty();
          }
        };
    return run(
        new MetricChanges(source, INVENTORY, MetricChangesSettings.byDefault()),
        MetricChanges.NAME);
  }

  long logs() {
    LogSource source =
        new LogSource() {
          @Override
          public boolean holds(Target target) {
            return true;
          }

          @Override
          public LogAnswer search(LogQuery query, Duration timeout) {
            List<LogLine> found =
                lines.stream()
                    .filter(line -> !line.time().isBefore(query.window().start()))
                    .filter(line -> line.time().isBefore(query.window().end()))
                    .sorted(java.util.Comparator.comparing(LogLine::time))
                    .toList();
            return new LogAnswer.Found(found, found.size(), List.of(), true, "memory", List.of());
          }

          @Override
          public Optional<String> check() {
            return Optional.empty();
          }
        };
    return run(new LogChangesTool(source, INVENTORY), LogChangesTool.NAME);
  }

  long traces() {
    TraceSource source =
        new TraceSource() {
          @Override
          public Traces find(TraceQuery query, Duration timeout) {
            return new Traces.Found(
                spans.stream()
                    .filter(span -> !span.start().isBefore(query.window().start()))
                    .filter(span -> span.start().isBefore(query.window().end()))
                    .toList(),
                true,
                "memory");
          }

          @Override
          public Optional<String> check() {
            return Optional.empty();
          }
        };
    return run(new TraceChangesTool(source, INVENTORY), TraceChangesTool.NAME);
  }

  private long run(Tool tool, String name) {
    ToolCall call = ToolCall.of(name, "app1");
    try {
      return switch (tool.fetch(call, CONTEXT)) {
        case Fetched.Settled settled -> answered(call, settled.answer());
        case Fetched.Refused refused -> answered(call, new ToolAnswer.Denied(refused.reason()));
        case Fetched.Output output ->
            answered(call, tool.read(call, output.raw(), CONTEXT), output.raw());
      };
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private long answered(ToolCall call, ToolAnswer answer, RawOutput... raws) {
    long number =
        trail.append(
            new Event.Called(call, Optional.empty(), Optional.empty(), "first look", "builtin"));
    trail.append(
        new Event.Answered(
            number,
            answer,
            List.of(raws).stream().map(RawOutput::hash).findFirst(),
            List.of(raws).stream().mapToLong(raw -> raw.bytes().length).sum(),
            0,
            CONTEXT.now(),
            Duration.ofMillis(40),
            Optional.empty()),
        raws);
    return number;
  }

  private static Target target(String name, String service) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of(), List.of(service), List.of(), Map.of());
  }
}
