package dev.shindan.collectors.loki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.FakeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in the shape that Loki 3 documents for {@code query_range}. */
final class LokiLogsTest {
  private static final Target APP =
      new Target(
          "app1", TargetKind.HOST, Set.of("10.0.0.5"), List.of(), List.of(), List.of(), Map.of());
  private static final Window WINDOW =
      new Window(Instant.ofEpochSecond(1_795_525_800), Instant.ofEpochSecond(1_795_526_400));
  private static final String NONE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[]}}";
  private static final String LINES =
      """
      {"status":"success","data":{"resultType":"streams","result":[
        {"stream":{"host":"app1","filename":"/var/log/app.log","level":"error"},
         "values":[["1795525976500000000","connection refused"],["1795525990000000000","late"]]},
        {"stream":{"host":"app1","job":"web"},
         "values":[["1795525980000000000","{\\"level\\":\\"warn\\",\\"msg\\":\\"slow\\"}"]]}]}}
      """;
  private static final String COUNTS =
      """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{},"values":[[1795525980,"2"],[1795526010,"41"]]}]}}
      """;

  private final FakeStore store = new FakeStore();
  private final LokiLogs loki =
      new LokiLogs(
          new LokiSettings(
              store.address().with("X-Scope-OrgID", "shop"), List.of("instance", "host")));

  @AfterEach
  void close() {
    loki.close();
    store.close();
  }

  @Test
  void theFirstLabelThatHasStreamsIsUsedAndLinesAreCountedThere() {
    store.answer("instance=~", NONE).answer("count_over_time", COUNTS).answer("host=~", LINES);

    LogAnswer.Found found = (LogAnswer.Found) loki.search(query(LogLevel.ERROR), seconds(5));

    assertThat(found.lines())
        .containsExactly(
            new LogLine(
                Instant.ofEpochMilli(1_795_525_976_500L),
                "/var/log/app.log",
                LogLevel.ERROR,
                "connection refused"),
            new LogLine(Instant.ofEpochSecond(1_795_525_980), "web", LogLevel.WARNING, "slow"),
            new LogLine(
                Instant.ofEpochSecond(1_795_525_990), "/var/log/app.log", LogLevel.ERROR, "late"));
    assertThat(found.total()).isEqualTo(43);
    assertThat(found.counts())
        .containsExactly(
            new LogCount(Instant.ofEpochSecond(1_795_525_950), 2),
            new LogCount(Instant.ofEpochSecond(1_795_525_980), 41));
    assertThat(store.heard())
        .anyMatch(
            asked ->
                asked.contains("query={host=~\"(10\\\\.0\\\\.0\\\\.5|app1)(:[0-9]+)?\"}")
                    && asked.contains("|= \"say \\\"no\\\"\"")
                    && asked.contains("(?i)\\\\b(error|err|severe"));
    assertThat(store.heard()).allMatch(asked -> asked.contains("X-scope-orgid: shop"));
  }

  @Test
  void noStreamUnderAnyLabelIsAnEmptyAnswerThatNamesThem() {
    store.answer("", NONE);
    LogAnswer.Found found = (LogAnswer.Found) loki.search(query(LogLevel.UNKNOWN), seconds(5));
    assertThat(found.lines()).isEmpty();
    assertThat(found.searched()).contains("{instance=~", "{host=~");
  }

  @Test
  void linesWhoseCountFailsAreStillAnAnswerThatSaysSo() {
    store.answer("count_over_time", 500, "too many outstanding requests").answer("", LINES);
    LogQuery two = new LogQuery("test", APP, WINDOW, Optional.empty(), LogLevel.UNKNOWN, 3);
    LogAnswer.Found found = (LogAnswer.Found) loki.search(two, seconds(5));
    assertThat(found.lines()).hasSize(3);
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "parse error at line 1",
        "{\"status\":\"success\"}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}"
      })
  void whatIsNoListOfStreamsIsUnreadable(String body) {
    store.answer("", body);
    assertThat(loki.search(query(LogLevel.UNKNOWN), seconds(5)))
        .isInstanceOfSatisfying(
            LogAnswer.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.UNREADABLE));
  }

  @Test
  void aWarningMakesTheAnswerIncompleteAndIsTold() {
    String warned = LINES.replaceFirst("\\{", "{\"warnings\":[\"an ingester is away\"],");
    store.answer("count_over_time", COUNTS).answer("", warned);
    LogAnswer.Found found = (LogAnswer.Found) loki.search(query(LogLevel.UNKNOWN), seconds(5));
    assertThat(found.lines()).hasSize(3);
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).anySatisfy(note -> assertThat(note).contains("ingester is away"));
  }

  @Test
  void nothingFoundByHalfOfAStoreIsNotNothing() {
    store.answer("", NONE.replaceFirst("\\{", "{\"warnings\":[\"an ingester is away\"],"));
    LogAnswer.Found found = (LogAnswer.Found) loki.search(query(LogLevel.UNKNOWN), seconds(5));
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).hasSize(1);
  }

  @Test
  void linesWithoutATimeAreCountedAsMissing() {
    store
        .answer("count_over_time", COUNTS)
        .answer("", LINES.replace("1795525990000000000", "late"));
    LogAnswer.Found found = (LogAnswer.Found) loki.search(query(LogLevel.UNKNOWN), seconds(5));
    assertThat(found.lines()).hasSize(2);
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).containsExactly("1 lines have no time or no text");
  }

  @Test
  void anAnswerThatBreaksOffIsUnreadable() {
    store.answer("", LINES.substring(0, LINES.length() / 2));
    assertThat(loki.search(query(LogLevel.UNKNOWN), seconds(5)))
        .isInstanceOfSatisfying(
            LogAnswer.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.UNREADABLE));
  }

  @Test
  void aStoreThatNeverAnswersTimesOut() {
    store.hang();
    assertThat(loki.search(query(LogLevel.UNKNOWN), Duration.ofMillis(200)))
        .isInstanceOfSatisfying(
            LogAnswer.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.TIMED_OUT));
  }

  private static LogQuery query(LogLevel atLeast) {
    return new LogQuery("test", APP, WINDOW, Optional.of("say \"no\""), atLeast, 100);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
