package dev.shindan.collectors.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.Traces;
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
import org.junit.jupiter.params.provider.CsvSource;

/** An OpenSearch that answers with status 200 and not in whole. */
final class HalfAnswerTest {
  private static final Window WINDOW =
      new Window(Instant.parse("2026-11-24T13:00:00Z"), Instant.parse("2026-11-24T13:10:00Z"));
  private static final Target APP =
      new Target("app1", TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of());
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final FakeStore store = new FakeStore();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({"true, 0, ran out of time", "false, 2, 2 of 5 shards failed"})
  void nothingFoundInHalfOfTheShardsIsNotNothing(boolean timedOut, int failed, String note) {
    store.answer("", body(timedOut, failed, ""));

    LogAnswer.Found found = (LogAnswer.Found) search();
    assertThat(found.lines()).isEmpty();
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).anySatisfy(told -> assertThat(told).contains(note));

    try (OpenSearchSpans spans = new OpenSearchSpans(store.address(), "spans")) {
      TraceQuery query = new TraceQuery(Optional.empty(), WINDOW, false, 50);
      assertThat(spans.find(query, TIMEOUT))
          .isInstanceOfSatisfying(
              Traces.Found.class, traces -> assertThat(traces.complete()).isFalse());
    }
  }

  @Test
  void documentsOfWhichNoneCanBeReadAreNotNothing() {
    store.answer("", body(false, 0, "{\"_index\":\"logs\",\"_id\":\"1\",\"_source\":{\"a\":1}}"));
    LogAnswer.Found found = (LogAnswer.Found) search();
    assertThat(found.complete()).isFalse();
    assertThat(found.notes()).containsExactly("1 documents have no time or no message");
  }

  @Test
  void anAnswerThatBreaksOffIsUnreadable() {
    String whole = body(false, 0, "");
    store.answer("", whole.substring(0, whole.length() / 2));
    assertThat(search())
        .isInstanceOfSatisfying(
            LogAnswer.Unavailable.class,
            not -> assertThat(not.reason()).isEqualTo(Reason.UNREADABLE));
  }

  private LogAnswer search() {
    try (OpenSearchLogs logs = new OpenSearchLogs(OpenSearchLogsSettings.of(store.address()))) {
      return logs.search(
          new LogQuery("test", APP, WINDOW, Optional.empty(), LogLevel.UNKNOWN, 100), TIMEOUT);
    }
  }

  private static String body(boolean timedOut, int failed, String hits) {
    return """
    {"took":3,"timed_out":%s,"_shards":{"total":5,"successful":%d,"skipped":0,"failed":%d},
     "hits":{"total":{"value":0,"relation":"eq"},"max_score":null,"hits":[%s]}}
    """
        .formatted(timedOut, 5 - failed, failed, hits);
  }
}
