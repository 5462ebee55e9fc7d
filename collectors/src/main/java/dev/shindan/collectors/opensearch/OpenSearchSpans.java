package dev.shindan.collectors.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.spans.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch._types.FieldValue;
import org.opensearch.client.opensearch._types.aggregations.Aggregate;
import org.opensearch.client.opensearch._types.query_dsl.BoolQuery;
import org.opensearch.client.opensearch.core.SearchRequest;
import org.opensearch.client.opensearch.core.SearchResponse;
import org.opensearch.client.opensearch.core.search.Hit;

/**
 * Whole traces from the span indices that Data Prepper writes for Trace Analytics: one search names
 * the traces, a second brings their spans. Thread-safe.
 */
public final class OpenSearchSpans implements TraceSource, AutoCloseable {
  private static final String TRACES = "traces";
  private static final int SPANS_MAX = 10_000;

  private final String index;
  private final OpenSearchStore store;

  /**
   * @param index name or pattern, {@code otel-v1-apm-span-*} unless it was renamed
   */
  public OpenSearchSpans(StoreAddress address, String index) {
    this.index = index;
    this.store = new OpenSearchStore(address);
  }

  @Override
  public Traces find(TraceQuery query, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    return switch (store.search(naming(query), timeout)) {
      case OpenSearchStore.Searched.Failed failed ->
          new Traces.Unavailable(failed.reason(), failed.detail());
      case OpenSearchStore.Searched.Hits hits -> {
        Aggregate named = hits.response().aggregations().get(TRACES);
        List<FieldValue> ids =
            named == null || !named.isSterms()
                ? List.of()
                : named.sterms().buckets().array().stream()
                    .map(bucket -> FieldValue.of(bucket.key()))
                    .toList();
        boolean all = whole(hits.response()) && ids.size() < query.tracesMax();
        yield ids.isEmpty()
            ? new Traces.Found(List.of(), all, origin())
            : spans(ids, all, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    };
  }

  @Override
  public Optional<String> check() {
    return store.check(index);
  }

  @Override
  public void close() {
    store.close();
  }

  private SearchRequest naming(TraceQuery query) {
    BoolQuery.Builder all = new BoolQuery.Builder();
    all.filter(
        f ->
            f.range(
                r ->
                    r.field("startTime")
                        .format("strict_date_optional_time")
                        .gte(JsonData.of(query.window().start().toString()))
                        .lte(JsonData.of(query.window().end().toString()))));
    query
        .service()
        .ifPresent(
            name ->
                all.filter(f -> f.term(t -> t.field("serviceName").value(FieldValue.of(name)))));
    if (query.errorsOnly()) {
      all.filter(f -> f.term(t -> t.field("status.code").value(FieldValue.of(2))));
    }
    return new SearchRequest.Builder()
        .index(index)
        .ignoreUnavailable(true)
        .allowNoIndices(true)
        .size(0)
        .query(all.build().toQuery())
        .aggregations(TRACES, a -> a.terms(t -> t.field("traceId").size(query.tracesMax())))
        .build();
  }

  private Traces spans(List<FieldValue> ids, boolean allNamed, Duration timeout) {
    SearchRequest request =
        new SearchRequest.Builder()
            .index(index)
            .ignoreUnavailable(true)
            .allowNoIndices(true)
            .size(SPANS_MAX)
            .query(q -> q.terms(t -> t.field("traceId").terms(v -> v.value(ids))))
            .build();
    return switch (store.search(request, timeout)) {
      case OpenSearchStore.Searched.Failed failed ->
          new Traces.Unavailable(failed.reason(), failed.detail());
      case OpenSearchStore.Searched.Hits hits -> {
        List<Hit<JsonNode>> documents = hits.response().hits().hits();
        List<Span> spans =
            documents.stream()
                .map(Hit::source)
                .filter(java.util.Objects::nonNull)
                .flatMap(source -> span(new Document(source)).stream())
                .sorted(java.util.Comparator.comparing(Span::traceId).thenComparing(Span::start))
                .toList();
        boolean complete =
            allNamed
                && whole(hits.response())
                && documents.size() < SPANS_MAX
                && spans.size() == documents.size();
        yield new Traces.Found(spans, complete, origin());
      }
    };
  }

  /** An index that is not there has no shard: then nothing was searched. */
  private static boolean whole(SearchResponse<JsonNode> response) {
    return !response.timedOut() && response.shards().failed() == 0 && response.shards().total() > 0;
  }

  private static Optional<Span> span(Document document) {
    Optional<Instant> start = document.time("startTime");
    Optional<String> id = document.text("spanId");
    Optional<String> trace = document.text("traceId");
    if (start.isEmpty() || id.isEmpty() || trace.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> attributes = attributes(document);
    Map<String, String> kept = Attributes.kept(attributes);
    return Optional.of(
        new Span(
            trace.get(),
            id.get(),
            document.text("parentSpanId").filter(text -> !text.isEmpty()),
            document.text("serviceName").orElse("unknown"),
            document.text("name").orElse(""),
            start.get(),
            Math.max(0, document.field("durationInNanos").map(JsonNode::asLong).orElse(0L) / 1000),
            Attributes.failed(kept, document.text("status.code").orElse("")),
            kept));
  }

  /** Data Prepper writes {@code span.attributes.http@status_code}. */
  private static Map<String, String> attributes(Document document) {
    Map<String, String> attributes = new HashMap<>();
    document
        .source()
        .properties()
        .forEach(
            field ->
                attributes.put(
                    field
                        .getKey()
                        .replaceFirst("^(span|resource)\\.attributes\\.", "")
                        .replace('@', '.'),
                    field.getValue().asText("")));
    attributes.put("span.kind", document.text("kind").orElse(""));
    return attributes;
  }

  private String origin() {
    return index + " in OpenSearch at " + store.shown();
  }
}
