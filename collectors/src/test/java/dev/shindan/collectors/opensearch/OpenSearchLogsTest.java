package dev.shindan.collectors.opensearch;

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
import dev.shindan.collectors.http.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Log lines in a real OpenSearch node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenSearchLogsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-11-24T13:00:00Z");
  private static final Target APP =
      new Target(
          "app1",
          TargetKind.HOST,
          Set.of("10.0.0.5"),
          List.of(),
          List.of("cart"),
          List.of(),
          Map.of());

  private RealOpenSearch node;
  private OpenSearchLogs logs;

  @BeforeAll
  void fill(@TempDir Path directory) throws Exception {
    node = new RealOpenSearch(directory);
    node.createIndex(
        "logs-app",
        """
        {"@timestamp":{"type":"date"},"message":{"type":"text"},"level":{"type":"keyword"},
         "host":{"properties":{"name":{"type":"keyword"}}}}
        """);
    node.store("logs-app", documents());
    // dynamic mapping: strings are analysed, and the service is named instead of the host
    node.store(
        "logs-other",
        List.of(
            "{\"@timestamp\":\"2026-11-24T13:05:00Z\",\"service\":\"cart\",\"message\":\"cart"
                + " panic: out of stock\"}"));
    logs = new OpenSearchLogs(OpenSearchLogsSettings.of(node.address()));
  }

  @AfterAll
  void stop() {
    logs.close();
    node.close();
  }

  private static List<String> documents() {
    List<String> documents = new ArrayList<>();
    for (int second = 0; second < 600; second++) {
      documents.add(document("app1", second, "INFO", "served request " + second + " in 12 ms"));
      documents.add(document("app2", second, "ERROR", "another host"));
    }
    documents.add(document("app1", 301, "ERROR", "connection refused by db1:5432"));
    documents.add(document("app1", 302, "WARN", "pool is nearly exhausted"));
    documents.add(document("10.0.0.5", 303, "error", "written under the address"));
    return documents;
  }

  private static String document(String host, int second, String level, String message) {
    return """
    {"@timestamp":"%s","host":{"name":"%s"},"level":"%s","message":"%s"}\
    """
        .formatted(START.plusSeconds(second), host, level, message);
  }

  @Test
  void linesOfTheTargetAloneAreCountedWhereTheyAre() {
    LogAnswer.Found found = found(query(Optional.empty(), LogLevel.UNKNOWN, 50));

    assertThat(found.total()).isEqualTo(604);
    assertThat(found.lines()).hasSize(50).isSortedAccordingTo(byTime());
    assertThat(found.lines())
        .allSatisfy(line -> assertThat(line.message()).doesNotContain("another"));
    assertThat(found.counts().stream().mapToLong(LogCount::lines).sum()).isEqualTo(604);
    assertThat(found.complete()).isTrue();
  }

  @Test
  void wordsAreFoundAsAPhraseWithoutRegardToCase() {
    assertThat(messages(query(Optional.of("Connection refused"), LogLevel.UNKNOWN, 50)))
        .containsExactly("connection refused by db1:5432");
    assertThat(messages(query(Optional.of("refused connection"), LogLevel.UNKNOWN, 50))).isEmpty();
  }

  @Test
  void aLevelIncludesThoseAboveAndLinesThatSayItInTheirWords() {
    assertThat(messages(query(Optional.empty(), LogLevel.ERROR, 50)))
        .containsExactly(
            "cart panic: out of stock",
            "connection refused by db1:5432",
            "written under the address");
    assertThat(messages(query(Optional.empty(), LogLevel.WARNING, 50))).hasSize(4);
  }

  @Test
  void nothingInTheWindowIsAnEmptyAnswerThatSaysWhatWasSearched() {
    Window later = new Window(START.plusSeconds(7200), START.plusSeconds(7300));
    LogAnswer.Found found =
        found(new LogQuery("test", APP, later, Optional.of("refused"), LogLevel.ERROR, 10));

    assertThat(found.total()).isZero();
    assertThat(found.complete()).isTrue();
    assertThat(found.searched()).contains("logs-*", "refused", "app1", "ERROR");
  }

  @Test
  void anIndexThatIsNotThereIsNoEmptyAnswer() {
    OpenSearchLogsSettings settings = OpenSearchLogsSettings.of(node.address());
    try (OpenSearchLogs elsewhere =
        new OpenSearchLogs(
            new OpenSearchLogsSettings(
                settings.store(),
                "nowhere-*",
                settings.timeField(),
                settings.messageField(),
                settings.levelField(),
                settings.targetFields()))) {
      assertThat(elsewhere.search(query(Optional.empty(), LogLevel.UNKNOWN, 5), TIMEOUT))
          .isInstanceOfSatisfying(
              LogAnswer.Unavailable.class,
              not -> assertThat(not.detail()).contains("no index nowhere-*"));
      assertThat(elsewhere.check()).isPresent();
    }
    assertThat(logs.check()).isEmpty();
  }

  @Test
  void anAnswerThatIsTooLongIsNotRead() {
    StoreAddress small =
        new StoreAddress(node.address().url(), Optional.empty(), Map.of(), TIMEOUT, 2048);
    try (OpenSearchLogs bounded = new OpenSearchLogs(OpenSearchLogsSettings.of(small))) {
      assertThat(bounded.search(query(Optional.empty(), LogLevel.UNKNOWN, 500), TIMEOUT))
          .isInstanceOfSatisfying(
              LogAnswer.Unavailable.class,
              not -> assertThat(not.reason()).isEqualTo(Reason.UNREADABLE));
    }
  }

  @Test
  void aClosedPortIsRefused() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + port);
    try (OpenSearchLogs away =
        new OpenSearchLogs(OpenSearchLogsSettings.of(StoreAddress.of(nobody)))) {
      assertThat(away.search(query(Optional.empty(), LogLevel.UNKNOWN, 5), TIMEOUT))
          .isInstanceOfSatisfying(
              LogAnswer.Unavailable.class,
              not -> assertThat(not.reason()).isEqualTo(Reason.CONNECTION_REFUSED));
    }
  }

  private static LogQuery query(Optional<String> text, LogLevel atLeast, int linesMax) {
    return new LogQuery(
        "test", APP, new Window(START, START.plusSeconds(600)), text, atLeast, linesMax);
  }

  private List<String> messages(LogQuery query) {
    return found(query).lines().stream().map(LogLine::message).sorted().toList();
  }

  private LogAnswer.Found found(LogQuery query) {
    return (LogAnswer.Found) logs.search(query, TIMEOUT);
  }

  private static java.util.Comparator<LogLine> byTime() {
    return java.util.Comparator.comparing(LogLine::time);
  }
}
