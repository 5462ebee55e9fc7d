package dev.shindan.collectors.zipkin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.http.StoreClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whole traces from the API of Zipkin 2. Thread-safe. */
public final class ZipkinTraces implements TraceSource, AutoCloseable {
  private final StoreClient client;

  public ZipkinTraces(StoreAddress address) {
    this.client = new StoreClient(address);
  }

  @Override
  public Traces find(TraceQuery query, Duration timeout) {
    Map<String, String> asked = new TreeMap<>();
    asked.put("endTs", Long.toString(query.window().end().toEpochMilli()));
    asked.put("lookback", Long.toString(Math.max(1, query.window().length().toMillis())));
    asked.put("limit", Integer.toString(query.tracesMax()));
    query.service().ifPresent(service -> asked.put("serviceName", service));
    if (query.errorsOnly()) {
      asked.put("annotationQuery", "error");
    }
    return switch (client.get("/api/v2/traces", asked, timeout)) {
      case Reply.Nothing nothing -> new Traces.Unavailable(nothing.reason(), nothing.detail());
      case Reply.Body body ->
          body.json()
              .filter(JsonNode::isArray)
              .<Traces>map(traces -> found(traces, query))
              .orElseGet(this::unreadable);
    };
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/v2/services", Map.of(), client.address().timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body body ->
          body.json().filter(JsonNode::isArray).isPresent()
              ? Optional.empty()
              : Optional.of(client.address().shown() + " does not answer like a Zipkin");
    };
  }

  @Override
  public void close() {
    client.close();
  }

  private Traces found(JsonNode traces, TraceQuery query) {
    ZipkinSpans spans = new ZipkinSpans();
    traces.forEach(spans::add);
    return new Traces.Found(
        spans.spans(),
        spans.unread() == 0 && traces.size() < query.tracesMax(),
        "Zipkin at " + client.address().shown());
  }

  private Traces unreadable() {
    return new Traces.Unavailable(
        Reason.UNREADABLE, client.address().shown() + ": the answer is no list of traces");
  }
}
