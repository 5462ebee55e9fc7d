package dev.shindan.collectors.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.lines.WrittenLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opensearch.client.opensearch._types.aggregations.Aggregate;
import org.opensearch.client.opensearch.core.SearchResponse;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Log lines from OpenSearch. Words are matched as the index splits them: a part of a word is not
 * found. Thread-safe.
 */
public final class OpenSearchLogs implements LogSource, AutoCloseable {
  private static final List<String> STREAMS =
      List.of(
          "log.file.path",
          "kubernetes.container_name",
          "kubernetes.container.name",
          "service.name",
          "unit",
          "logger",
          "host.name",
          "service",
          "host");
  private static final List<String> TRACES =
      List.of("error.stack_trace", "exception.stacktrace", "stack_trace");

  /** A window of the server's answers refuses more. */
  private static final int LINES_MAX = 10_000;

  private final OpenSearchLogsSettings settings;
  private final OpenSearchStore store;
  private final LogSearch search;

  public OpenSearchLogs(OpenSearchLogsSettings settings) {
    this.settings = settings;
    this.store = new OpenSearchStore(settings.store());
    this.search = new LogSearch(settings);
  }

  @Override
  public boolean holds(Target target) {
    return true;
  }

  @Override
  public LogAnswer search(LogQuery query, Duration timeout) {
    LogQuery bounded =
        new LogQuery(
            query.asker(),
            query.target(),
            query.window(),
            query.text(),
            query.atLeast(),
            Math.min(query.linesMax(), LINES_MAX));
    return switch (store.search(search.request(bounded, timeout.toMillis()), timeout)) {
      case OpenSearchStore.Searched.Failed failed ->
          new LogAnswer.Unavailable(failed.reason(), failed.detail());
      case OpenSearchStore.Searched.Hits hits -> found(bounded, hits.response());
    };
  }

  @Override
  public Optional<String> check() {
    return store.check(settings.index());
  }

  @Override
  public void close() {
    store.close();
  }

  private LogAnswer found(LogQuery query, SearchResponse<JsonNode> response) {
    if (response.shards().total() == 0) {
      return new LogAnswer.Unavailable(
          Reason.UNREADABLE, store.shown() + ": there is no index " + settings.index());
    }
    List<String> notes = new ArrayList<>();
    if (response.timedOut()) {
      notes.add("OpenSearch ran out of time and answered in part");
    }
    int failed = response.shards().failed();
    if (failed > 0) {
      notes.add("%d of %s shards failed".formatted(failed, response.shards().total()));
    }
    boolean complete = notes.isEmpty();
    List<LogLine> lines = new ArrayList<>();
    int unread = 0;
    for (Hit<JsonNode> hit : response.hits().hits()) {
      Optional<LogLine> line = Optional.ofNullable(hit.source()).flatMap(this::line);
      line.ifPresent(lines::add);
      unread += line.isPresent() ? 0 : 1;
    }
    if (unread > 0) {
      complete &= !lines.isEmpty();
      notes.add(unread + " documents have no time or no message");
    }
    long total = response.hits().total() == null ? lines.size() : response.hits().total().value();
    return new LogAnswer.Found(lines, total, counts(response), complete, searched(query), notes);
  }

  private Optional<LogLine> line(JsonNode source) {
    Document document = new Document(source);
    Optional<Instant> time = document.time(settings.timeField());
    Optional<String> message = document.text(settings.messageField());
    if (time.isEmpty() || message.isEmpty()) {
      return Optional.empty();
    }
    LogLevel level =
        document
            .text(settings.levelField())
            .map(LogLevel::of)
            .filter(found -> found != LogLevel.UNKNOWN)
            .orElseGet(() -> WrittenLine.levelIn(message.get()));
    String trace = document.first(TRACES).map(text -> "\n" + text).orElse("");
    return Optional.of(
        new LogLine(time.get(), document.first(STREAMS).orElse(""), level, message.get() + trace));
  }

  private static List<LogCount> counts(SearchResponse<JsonNode> response) {
    Aggregate counts = response.aggregations().get(LogSearch.COUNTS);
    if (counts == null || !counts.isDateHistogram()) {
      return List.of();
    }
    return counts.dateHistogram().buckets().array().stream()
        .map(bucket -> new LogCount(Instant.ofEpochMilli(bucket.key()), bucket.docCount()))
        .toList();
  }

  private String searched(LogQuery query) {
    return settings.index()
        + " in OpenSearch at "
        + store.shown()
        + " for "
        + query.target().name()
        + query.text().map(text -> " with the words '" + text + "'").orElse("")
        + (query.atLeast() == LogLevel.UNKNOWN ? "" : " of " + query.atLeast() + " or above");
  }
}
