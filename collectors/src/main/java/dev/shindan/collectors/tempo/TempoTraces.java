package dev.shindan.collectors.tempo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.http.StoreClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whole traces from Tempo: a search names them, then each is fetched, as many as the time allows.
 * Thread-safe.
 */
public final class TempoTraces implements TraceSource, AutoCloseable {
  private final StoreClient client;

  public TempoTraces(StoreAddress address) {
    this.client = new StoreClient(address);
  }

  @Override
  public Traces find(TraceQuery query, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Reply reply =
        client.get(
            "/api/search",
            Map.of(
                "q", traceQl(query),
                "start", Long.toString(query.window().start().getEpochSecond()),
                "end", Long.toString(query.window().end().getEpochSecond() + 1),
                "limit", Integer.toString(query.tracesMax())),
            timeout);
    if (reply instanceof Reply.Nothing nothing) {
      return new Traces.Unavailable(nothing.reason(), nothing.detail());
    }
    Optional<JsonNode> named =
        ((Reply.Body) reply)
            .json()
            .filter(JsonNode::isObject)
            .map(root -> root.path("traces"))
            .filter(traces -> traces.isArray() || traces.isMissingNode() || traces.isNull());
    return named
        .map(traces -> fetched(traces, query, deadline))
        .orElseGet(
            () ->
                new Traces.Unavailable(
                    Reason.UNREADABLE,
                    client.address().shown() + ": the answer has no list 'traces'"));
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/echo", Map.of(), client.address().timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body _ -> Optional.empty();
    };
  }

  @Override
  public void close() {
    client.close();
  }

  private Traces fetched(JsonNode named, TraceQuery query, long deadline) {
    List<Span> spans = new ArrayList<>();
    boolean complete = named.size() < query.tracesMax();
    Optional<Traces.Unavailable> failure = Optional.empty();
    for (JsonNode trace : named) {
      long left = deadline - System.nanoTime();
      String id = trace.path("traceID").asText();
      if (left <= 0 || !id.matches("[0-9a-fA-F]{1,32}")) {
        complete = false;
        continue;
      }
      Reply reply = client.get("/api/traces/" + id, Map.of(), Duration.ofNanos(left));
      if (reply instanceof Reply.Body body) {
        List<Span> read = body.json().map(root -> TempoSpans.of(id, root)).orElse(List.of());
        complete &= !read.isEmpty();
        spans.addAll(read);
      } else if (reply instanceof Reply.Nothing nothing) {
        complete = false;
        failure = Optional.of(new Traces.Unavailable(nothing.reason(), nothing.detail()));
      }
    }
    return spans.isEmpty() && failure.isPresent()
        ? failure.get()
        : new Traces.Found(spans, complete, "Tempo at " + client.address().shown());
  }

  /** Nothing in a value can leave its string. */
  private static String traceQl(TraceQuery query) {
    List<String> all = new ArrayList<>();
    query
        .service()
        .map(name -> name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " "))
        .ifPresent(name -> all.add("resource.service.name = \"" + name + "\""));
    if (query.errorsOnly()) {
      all.add("status = error");
    }
    return "{ " + String.join(" && ", all) + " }";
  }
}
