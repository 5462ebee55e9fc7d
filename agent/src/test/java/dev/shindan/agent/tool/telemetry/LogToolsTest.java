package dev.shindan.agent.tool.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.source.JoinedLogs;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LogToolsTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(600), Duration.ofSeconds(5));
  private static final Target APP =
      new Target("app1", TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of());
  private static final Inventory INVENTORY = new Inventory(List.of(APP));

  /** Answers from a list of lines, as a store would. */
  private record Lines(List<LogLine> all, boolean complete) implements LogSource {
    @Override
    public boolean holds(Target target) {
      return true;
    }

    @Override
    public LogAnswer search(LogQuery query, Duration timeout) {
      List<LogLine> found =
          all.stream()
              .filter(line -> !line.time().isBefore(query.window().start()))
              .filter(line -> line.time().isBefore(query.window().end()))
              .filter(line -> line.level().atLeast(query.atLeast()))
              .filter(line -> query.text().map(line.message()::contains).orElse(true))
              .toList();
      List<LogCount> counts = found.stream().map(line -> new LogCount(line.time(), 1)).toList();
      return new LogAnswer.Found(
          found.stream().limit(query.linesMax()).toList(),
          found.size(),
          counts,
          complete,
          "a list",
          complete ? List.of() : List.of("half of it is missing"));
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  private record Down(Reason reason) implements LogSource {
    @Override
    public boolean holds(Target target) {
      return true;
    }

    @Override
    public LogAnswer search(LogQuery query, Duration timeout) {
      return new LogAnswer.Unavailable(reason, "the store is down");
    }

    @Override
    public Optional<String> check() {
      return Optional.of("the store is down");
    }
  }

  private static List<LogLine> incident() {
    List<LogLine> lines = new ArrayList<>();
    for (int second = -900; second < 600; second += 2) {
      lines.add(line(second, LogLevel.INFO, "served request " + (second + 900) + " in 12 ms"));
    }
    for (int second = 20; second < 600; second += 5) {
      lines.add(
          line(
              second,
              LogLevel.ERROR,
              "connection to db1:5432 refused after " + second + " ms\n\tat shop.Pool.take(1)"));
    }
    return lines;
  }

  private static LogLine line(int second, LogLevel level, String message) {
    return new LogLine(ONSET.plusSeconds(second), "app.log", level, message);
  }

  @Test
  void aNewSentenceIsTheFirstThingToldAndCanBeQuoted() throws Exception {
    Tool tool = new LogChangesTool(new Lines(incident(), true), INVENTORY);
    RawOutput raw = raw(tool, Map.of());
    LogChangesFacts facts = facts(tool, raw, LogChangesFacts.class);

    assertThat(facts.freshCount()).isEqualTo(1);
    LogChangesFacts.Row fresh = facts.fresh().getFirst();
    assertThat(fresh.template()).contains("refused after <number>");
    assertThat(fresh.level()).isEqualTo("error");
    assertThat(fresh.lines()).isEqualTo(116);
    assertThat(fresh.linesBefore()).isZero();
    assertThat(fresh.secondsAfterOnset()).isEqualTo(20);
    assertThat(raw.text()).contains(fresh.line());
    assertThat(facts.errorsBefore()).isZero();
    assertThat(facts.errors()).isEqualTo(116);
    assertThat(facts.shifted()).isEmpty();
    assertThat(facts.vanished()).isEmpty();
    assertThat(facts.complete()).isTrue();
    assertThat(Json.write(facts).length()).isLessThan(2048);
    assertThat(raw.bytes().length).as("lines of one shape stand there once").isLessThan(2000);
  }

  @Test
  void nothingNewIsNoFinding() throws Exception {
    List<LogLine> steady =
        incident().stream().filter(line -> line.level() == LogLevel.INFO).toList();
    Tool tool = new LogChangesTool(new Lines(steady, true), INVENTORY);
    LogChangesFacts facts = facts(tool, raw(tool, Map.of()), LogChangesFacts.class);
    assertThat(facts.freshCount()).isZero();
    assertThat(facts.shiftedCount()).isZero();
    assertThat(facts.vanishedCount()).isZero();
  }

  @Test
  void whatIsNoLongerWrittenIsTold() throws Exception {
    List<LogLine> stopped =
        incident().stream().filter(line -> line.time().isBefore(ONSET.plusSeconds(1))).toList();
    Tool tool = new LogChangesTool(new Lines(stopped, true), INVENTORY);
    LogChangesFacts facts = facts(tool, raw(tool, Map.of()), LogChangesFacts.class);
    assertThat(facts.shiftedCount() + facts.vanishedCount()).isEqualTo(1);
  }

  @Test
  void searchingCountsBeforeAndSinceAndShowsTheFirstLines() throws Exception {
    Tool tool = new SearchLogs(new Lines(incident(), true), INVENTORY);
    RawOutput raw = raw(tool, Map.of("text", "refused", "level", "error"));
    SearchLogsFacts facts = facts(tool, raw, SearchLogsFacts.class);

    assertThat(facts.total()).isEqualTo(116);
    assertThat(facts.linesBefore()).contains(0L);
    assertThat(facts.linesSince()).contains(116L);
    assertThat(facts.first()).contains(ONSET.plusSeconds(20));
    assertThat(facts.lines()).hasSize(8);
    assertThat(raw.text()).contains(facts.lines().getFirst().line());
    assertThat(Json.write(facts).length()).isLessThan(2600);
  }

  @Test
  void anIncompleteSearchThatFoundNothingIsAFailureAndACompleteOneIsEmpty() throws Exception {
    ToolCall call = ToolCall.of(SearchLogs.NAME, "app1", Map.of("text", "nowhere"));
    assertThat(answer(new SearchLogs(new Lines(List.of(), false), INVENTORY), call))
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> assertThat(failed.detail()).contains("half of it is missing"));
    assertThat(answer(new SearchLogs(new Lines(List.of(), true), INVENTORY), call))
        .isInstanceOf(ToolAnswer.Empty.class);
  }

  @Test
  void aStoreThatIsDownIsAFailureAndBesideAnotherMakesTheAnswerIncomplete() throws Exception {
    ToolCall call = ToolCall.of(LogChangesTool.NAME, "app1");
    LogSource down = new Down(Reason.CONNECTION_REFUSED);
    assertThat(answer(new LogChangesTool(down, INVENTORY), call))
        .isEqualTo(new ToolAnswer.Failed(FailureKind.CONNECTION_REFUSED, "the store is down"));

    LogSource both = new JoinedLogs(List.of(down, new Lines(incident(), true)));
    Tool tool = new LogChangesTool(both, INVENTORY);
    LogChangesFacts facts = facts(tool, raw(tool, Map.of()), LogChangesFacts.class);
    assertThat(facts.complete()).isFalse();
    assertThat(facts.notes()).contains("not answered: the store is down");
    assertThat(facts.freshCount()).isEqualTo(1);
  }

  @Test
  void garbageIsUnreadable() {
    for (String text : List.of("", "{", "null", "[]", "{}", "no header\nline")) {
      assertThat(read(new SearchLogs(new Lines(List.of(), true), INVENTORY), text))
          .isInstanceOf(ToolAnswer.Failed.class);
      assertThat(read(new LogChangesTool(new Lines(List.of(), true), INVENTORY), text))
          .isInstanceOf(ToolAnswer.Failed.class);
    }
  }

  private static ToolAnswer read(Tool tool, String text) {
    return tool.read(ToolCall.of(tool.spec().name(), "app1"), RawOutput.of(text), CONTEXT);
  }

  private static ToolAnswer answer(Tool tool, ToolCall call) throws InterruptedException {
    return ((Fetched.Settled) tool.fetch(call, CONTEXT)).answer();
  }

  private static RawOutput raw(Tool tool, Map<String, String> arguments)
      throws InterruptedException {
    Toolbox toolbox = new Toolbox(List.of(tool));
    ToolCall call = toolbox.complete(ToolCall.of(tool.spec().name(), "app1", arguments));
    assertThat(toolbox.problemWith(call)).isEmpty();
    return new Redaction().clean(((Fetched.Output) tool.fetch(call, CONTEXT)).raw());
  }

  private static <T> T facts(Tool tool, RawOutput raw, Class<T> type) {
    ToolAnswer answer = tool.read(ToolCall.of(tool.spec().name(), "app1"), raw, CONTEXT);
    assertThat(answer).isInstanceOf(ToolAnswer.Observed.class);
    return Json.MAPPER.convertValue(((ToolAnswer.Observed) answer).facts(), type);
  }
}
