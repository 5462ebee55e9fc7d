package dev.shindan.collectors.opensearch;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.SortOrder;
import org.opensearch.client.opensearch._types.aggregations.Aggregation;
import org.opensearch.client.opensearch._types.query_dsl.BoolQuery;
import org.opensearch.client.opensearch._types.query_dsl.Operator;
import org.opensearch.client.opensearch._types.query_dsl.Query;
import org.opensearch.client.opensearch.core.SearchRequest;

/** Writes a question about log lines as a search, filtered and counted by OpenSearch. */
final class LogSearch {
  /** The name of the counts by time in the answer. */
  static final String COUNTS = "counts";

  private static final List<String> INFO = List.of("info", "information", "notice");
  private static final List<String> WARNING = List.of("warn", "warning");
  private static final List<String> ERROR = List.of("error", "err", "severe");
  private static final List<String> FATAL =
      List.of("fatal", "critical", "crit", "alert", "emerg", "emergency", "panic");

  private final OpenSearchLogsSettings settings;

  LogSearch(OpenSearchLogsSettings settings) {
    this.settings = settings;
  }

  SearchRequest request(LogQuery query, long timeoutMillis) {
    Aggregation counts =
        Aggregation.of(
            a ->
                a.dateHistogram(
                    h ->
                        h.field(settings.timeField())
                            .fixedInterval(i -> i.time(query.bucket().toSeconds() + "s"))
                            .minDocCount(1)));
    return new SearchRequest.Builder()
        .index(settings.index())
        .ignoreUnavailable(true)
        .allowNoIndices(true)
        .timeout(Math.max(1, timeoutMillis) + "ms")
        .size(query.linesMax())
        .trackTotalHits(track -> track.enabled(true))
        .sort(s -> s.field(f -> f.field(settings.timeField()).order(SortOrder.Asc)))
        .query(filter(query))
        .aggregations(COUNTS, counts)
        .build();
  }

  private Query filter(LogQuery query) {
    BoolQuery.Builder all = new BoolQuery.Builder();
    all.filter(
        f ->
            f.range(
                r ->
                    r.field(settings.timeField())
                        .format("epoch_millis")
                        .gte(JsonData.of(query.window().start().toEpochMilli()))
                        .lte(JsonData.of(query.window().end().toEpochMilli()))));
    all.filter(any(ofTarget(query.target())));
    query
        .text()
        .ifPresent(
            text ->
                all.filter(f -> f.matchPhrase(m -> m.field(settings.messageField()).query(text))));
    List<String> words = words(query.atLeast());
    if (!words.isEmpty()) {
      all.filter(any(ofLevel(words)));
    }
    return all.build().toQuery();
  }

  /** A phrase fits a keyword as a whole and the words of an analysed text in their order. */
  private List<Query> ofTarget(Target target) {
    Set<String> names = new TreeSet<>(target.addresses());
    names.add(target.name());
    names.addAll(target.services());
    List<Query> queries = new ArrayList<>();
    for (String field : settings.targetFields()) {
      for (String name : names) {
        queries.add(Query.of(q -> q.matchPhrase(m -> m.field(field).query(name))));
      }
    }
    return queries;
  }

  /** By the field of the level, or by the words of a line that has no such field. */
  private List<Query> ofLevel(List<String> words) {
    List<Query> queries = new ArrayList<>();
    for (String word : words) {
      for (String written : written(word).toList()) {
        queries.add(
            Query.of(
                q -> q.match(m -> m.field(settings.levelField()).query(FieldValue.of(written)))));
      }
    }
    queries.add(
        Query.of(
            q ->
                q.bool(
                    b ->
                        b.mustNot(n -> n.exists(e -> e.field(settings.levelField())))
                            .must(
                                m ->
                                    m.match(
                                        w ->
                                            w.field(settings.messageField())
                                                .operator(Operator.Or)
                                                .query(FieldValue.of(String.join(" ", words))))))));
    return queries;
  }

  /** Fields of type keyword keep the case. */
  private static Stream<String> written(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return Stream.of(word, upper, upper.charAt(0) + word.substring(1));
  }

  private static List<String> words(LogLevel atLeast) {
    return switch (atLeast) {
      case UNKNOWN, DEBUG -> List.of();
      case INFO -> Stream.of(INFO, WARNING, ERROR, FATAL).flatMap(List::stream).toList();
      case WARNING -> Stream.of(WARNING, ERROR, FATAL).flatMap(List::stream).toList();
      case ERROR -> Stream.of(ERROR, FATAL).flatMap(List::stream).toList();
      case FATAL -> FATAL;
    };
  }

  private static Query any(List<Query> queries) {
    return Query.of(q -> q.bool(b -> b.should(queries).minimumShouldMatch("1")));
  }
}
