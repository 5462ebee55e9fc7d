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
import dev.shindan.agent.source.Series;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.ScriptedMetrics;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Suspects over stores that give bad samples, half of them, or none: nobody is cleared by it. */
final class SuspectsFaultsTest {
  private static final Instant ONSET = Instant.parse("2026-11-24T13:00:00Z");
  private static final CallContext CONTEXT =
      new CallContext("i1", ONSET, ONSET.plusSeconds(900), Duration.ofSeconds(6));
  private static final Inventory INVENTORY =
      new Inventory(List.of(host("web1", "app1"), host("app1", "db1"), host("db1"), host("mail1")));
  private static final Selection NOTHING = new Selection.Found(List.of(), true, "store");

  private static Target host(String name, String... dependsOn) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(dependsOn), Map.of());
  }

  /** Answers for each target as a test says; the others have nothing. */
  private record Measured(Map<String, ScriptedMetrics.Answer> answers, List<Duration> allowed)
      implements MetricSource {
    @Override
    public Selection select(
        List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
      allowed.add(timeout);
      String asked = matchers.getFirst().value();
      return answers.entrySet().stream()
          .filter(answer -> asked.contains(answer.getKey()))
          .findFirst()
          .map(answer -> answer.getValue().select(window, step))
          .orElse(NOTHING);
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }

  @Test
  void targetsWithoutMetricsAreNamed() throws Exception {
    SuspectsFacts facts =
        facts(Map.of("app1", errors(SuspectsFaultsTest::risen, _ -> true), "mail1", steady()));

    assertThat(facts.first()).contains("app1");
    assertThat(facts.notes()).containsExactly("no metrics to compare of 2 targets: web1, db1");
    assertThat(facts.complete()).isTrue();
  }

  @Test
  void whatIsNoNumberIsNothingToCompare() throws Exception {
    for (double value : new double[] {Double.NaN, 1 / 0.0}) {
      SuspectsFacts facts = facts(Map.of("app1", errors(_ -> value, _ -> true), "mail1", steady()));
      assertThat(facts.suspects()).isEmpty();
      assertThat(facts.notes())
          .singleElement()
          .satisfies(note -> assertThat(note).contains("app1"));
    }
  }

  @Test
  void noMetricsOfAnybodyIsNoObservation() throws Exception {
    assertThat(ask(Map.of(), Optional.empty()))
        .isInstanceOfSatisfying(
            ToolAnswer.Empty.class,
            empty -> assertThat(empty.searched()).contains("4 targets", "mail1"));
  }

  @Test
  void aCounterOfErrorsThatStartsAnewAccusesNobody() throws Exception {
    LongToDoubleFunction restarted =
        time -> (time < ONSET.toEpochMilli() ? 90_000 : 0) + Math.floorMod(time, 86_400_000L) / 1e4;
    assertThat(facts(Map.of("app1", errors(restarted, _ -> true))).suspects()).isEmpty();
  }

  @Test
  void tenMinutesWithoutSamplesAccuseNobody() throws Exception {
    long from = ONSET.minusSeconds(300).toEpochMilli();
    LongPredicate gap = time -> time < from || time >= from + 600_000;
    assertThat(facts(Map.of("app1", errors(_ -> 3, gap))).suspects()).isEmpty();
  }

  @Test
  void samplesTwiceAndBackwardsAreThoseOfAnOrderlyStore() throws Exception {
    ScriptedMetrics.Answer orderly = errors(SuspectsFaultsTest::risen, _ -> true);
    ScriptedMetrics.Answer disorderly =
        (window, step) -> {
          Series one = ((Selection.Found) orderly.select(window, step)).series().getFirst();
          int count = one.values().length;
          long[] times = new long[2 * count];
          double[] values = new double[2 * count];
          for (int i = 0; i < 2 * count; i++) {
            times[i] = one.epochMillis()[count - 1 - i / 2];
            values[i] = one.values()[count - 1 - i / 2];
          }
          return new Selection.Found(
              List.of(new Series(one.labels(), times, values)), true, "store");
        };

    assertThat(facts(Map.of("app1", disorderly)).suspects())
        .isNotEmpty()
        .isEqualTo(facts(Map.of("app1", orderly)).suspects());
  }

  @Test
  void halfAnAnswerIsIncomplete() throws Exception {
    ScriptedMetrics.Answer half =
        (window, step) ->
            new Selection.Found(
                ((Selection.Found) steady().select(window, step)).series(), false, "store");

    assertThat(facts(Map.of("app1", half)).complete()).isFalse();
  }

  @Test
  void aSlowStoreIsAskedTwiceAndWithinItsThirdOfTheTime() throws Exception {
    ScriptedMetrics.Answer slow =
        (_, _) -> new Selection.Unavailable(Selection.Reason.TIMED_OUT, "waited for");
    List<Duration> allowed = new ArrayList<>();

    ToolAnswer answer =
        ask(
            new Measured(Map.of("web1", steady(), "app1", slow, "db1", slow), allowed),
            Optional.empty());

    SuspectsFacts facts = read(answer);
    assertThat(facts.complete()).isFalse();
    assertThat(facts.notes())
        .anySatisfy(note -> assertThat(note).contains("app1", "timed out: waited for"))
        .anySatisfy(note -> assertThat(note).contains("mail1 and further were not compared"));
    assertThat(allowed).allMatch(time -> time.compareTo(Duration.ofSeconds(2)) <= 0);
  }

  @Test
  void aLogThatAnswersInPartIsIncomplete() throws Exception {
    LogSource half =
        new LogSource() {
          @Override
          public boolean holds(Target target) {
            return target.name().equals("db1");
          }

          @Override
          public LogAnswer search(LogQuery query, Duration timeout) {
            return new LogAnswer.Found(List.of(), 0, List.of(), false, "loki", List.of("half"));
          }

          @Override
          public Optional<String> check() {
            return Optional.empty();
          }
        };

    SuspectsFacts facts = read(ask(Map.of("app1", steady()), Optional.of(half)));

    assertThat(facts.complete()).isFalse();
    assertThat(facts.notes()).contains("the log of db1 answered in part");
  }

  private static double risen(long time) {
    return time < ONSET.toEpochMilli() ? 5 + time / 15_000 % 2 : 80;
  }

  private static ScriptedMetrics.Answer steady() {
    return errors(_ -> 1, _ -> true);
  }

  private static ScriptedMetrics.Answer errors(LongToDoubleFunction value, LongPredicate there) {
    return (window, step) -> {
      long[] times = LongStream.of(ScriptedMetrics.times(window, step)).filter(there).toArray();
      return new Selection.Found(
          List.of(
              new Series(
                  Map.of("__name__", "failed_requests"),
                  times,
                  LongStream.of(times).mapToDouble(value).toArray())),
          true,
          "store");
    };
  }

  private static SuspectsFacts facts(Map<String, ScriptedMetrics.Answer> answers)
      throws InterruptedException {
    return read(ask(answers, Optional.empty()));
  }

  private static SuspectsFacts read(ToolAnswer answer) {
    assertThat(answer).isInstanceOf(ToolAnswer.Observed.class);
    return Json.MAPPER.convertValue(((ToolAnswer.Observed) answer).facts(), SuspectsFacts.class);
  }

  private static ToolAnswer ask(
      Map<String, ScriptedMetrics.Answer> answers, Optional<LogSource> logs)
      throws InterruptedException {
    return ask(new Measured(answers, new ArrayList<>()), logs);
  }

  private static ToolAnswer ask(MetricSource metrics, Optional<LogSource> logs)
      throws InterruptedException {
    SuspectsTool tool = new SuspectsTool(Optional.of(metrics), Optional.empty(), logs, INVENTORY);
    ToolCall call = ToolCall.of(SuspectsTool.NAME, "web1", Map.of("minutes", "15"));
    return switch (tool.fetch(call, CONTEXT)) {
      case Fetched.Output output -> tool.read(call, output.raw(), CONTEXT);
      case Fetched.Settled settled -> settled.answer();
      case Fetched.Refused refused -> throw new AssertionError(refused.reason());
    };
  }
}
