package dev.shindan.collectors.jaeger;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whole traces from the API of Jaeger's query service, which answers for one service at a time: a
 * question about all asks each. Thread-safe.
 */
public final class JaegerTraces implements TraceSource, AutoCloseable {
  private static final int SERVICES_MAX = 100;

  private final StoreClient client;

  public JaegerTraces(StoreAddress address) {
    this.client = new StoreClient(address);
  }

  /** What questions to several services found, each trace once. */
  private static final class Gathered {
    private final Map<String, List<Span>> byTrace = new LinkedHashMap<>();
    private boolean complete = true;
    private Optional<Traces.Unavailable> failure = Optional.empty();
  }

  @Override
  public Traces find(TraceQuery query, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Gathered gathered = new Gathered();
    List<String> services = query.service().map(List::of).orElseGet(() -> services(gathered));
    for (String service : services) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      if (gathered.failure.isEmpty()) {
        ask(query, service, gathered, left);
      }
    }
    if (gathered.failure.isPresent() && gathered.byTrace.isEmpty()) {
      return gathered.failure.get();
    }
    List<Span> spans =
        gathered.byTrace.values().stream().limit(query.tracesMax()).flatMap(List::stream).toList();
    return new Traces.Found(
        spans,
        gathered.complete
            && gathered.failure.isEmpty()
            && gathered.byTrace.size() <= query.tracesMax(),
        "Jaeger at " + client.address().shown());
  }

  @Override
  public Optional<String> check() {
    Gathered gathered = new Gathered();
    var _ = services(gathered);
    return gathered.failure.map(Traces.Unavailable::detail);
  }

  @Override
  public void close() {
    client.close();
  }

  private List<String> services(Gathered gathered) {
    Reply reply = client.get("/api/services", Map.of(), client.address().timeout());
    Optional<JsonNode> names = data(reply, gathered);
    List<String> services = new ArrayList<>();
    names.ifPresent(list -> list.forEach(name -> services.add(name.asText())));
    gathered.complete &= services.size() <= SERVICES_MAX;
    return services.subList(0, Math.min(SERVICES_MAX, services.size()));
  }

  private void ask(TraceQuery query, String service, Gathered gathered, Duration timeout) {
    Map<String, String> asked = new TreeMap<>();
    asked.put("service", service);
    asked.put("start", micros(query.window().start()));
    asked.put("end", micros(query.window().end()));
    asked.put("limit", Integer.toString(query.tracesMax()));
    if (query.errorsOnly()) {
      asked.put("tags", "{\"error\":\"true\"}");
    }
    Optional<JsonNode> traces = data(client.get("/api/traces", asked, timeout), gathered);
    if (traces.isEmpty()) {
      return;
    }
    gathered.complete &= traces.get().size() < query.tracesMax();
    for (JsonNode trace : traces.get()) {
      List<Span> spans = JaegerSpans.of(trace);
      gathered.complete &= spans.size() == trace.path("spans").size();
      gathered.byTrace.putIfAbsent(trace.path("traceID").asText(), spans);
    }
  }

  private Optional<JsonNode> data(Reply reply, Gathered gathered) {
    if (reply instanceof Reply.Nothing nothing) {
      gathered.failure = Optional.of(new Traces.Unavailable(nothing.reason(), nothing.detail()));
      return Optional.empty();
    }
    Optional<JsonNode> data =
        ((Reply.Body) reply).json().map(root -> root.path("data")).filter(JsonNode::isArray);
    if (data.isEmpty()) {
      gathered.failure =
          Optional.of(
              new Traces.Unavailable(
                  Reason.UNREADABLE, client.address().shown() + ": the answer has no list 'data'"));
    }
    return data;
  }

  private static String micros(Instant time) {
    return Long.toString(time.toEpochMilli() * 1000);
  }
}
