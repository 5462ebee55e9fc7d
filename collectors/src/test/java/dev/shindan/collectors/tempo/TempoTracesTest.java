package dev.shindan.collectors.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.spans.TraceSourceContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bodies in the shape that Tempo 2 documents: a search, and a trace as OpenTelemetry's JSON. */
final class TempoTracesTest extends TraceSourceContract {
  private static final String FOUND =
      "{\"traces\":[{\"traceID\":\"a1\",\"rootServiceName\":\"front\"},{\"traceID\":\"b2\"}]}";
  private static final String TRACE =
      """
      {"batches":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"front"}},
          {"key":"host.name","value":{"stringValue":"app1"}}]},
        "scopeSpans":[{"spans":[
          {"traceId":"AAAAAAAAAKE=","spanId":"AAAAAAAAAAE=","name":"GET /","kind":"SPAN_KIND_SERVER",
           "startTimeUnixNano":"1795525200000000000","endTimeUnixNano":"1795525200009000000",
           "attributes":[{"key":"http.response.status_code","value":{"intValue":"200"}}],
           "status":{"code":"STATUS_CODE_ERROR"}},
          {"traceId":"AAAAAAAAAKE=","spanId":"AAAAAAAAAAI=","parentSpanId":"AAAAAAAAAAE=",
           "name":"call","startTimeUnixNano":"1795525200001000000",
           "endTimeUnixNano":"1795525200002000000"}]}]}]}
      """;

  @Override
  protected TraceSource source(StoreAddress address) {
    return new TempoTraces(address);
  }

  @Test
  void tracesAreNamedThenFetched() {
    store.answer("/api/search", FOUND).answer("/api/traces/", TRACE);
    Traces.Found found = find(new TraceQuery(Optional.of("a\"b"), WINDOW, true, 50));

    assertThat(found.complete()).isTrue();
    assertThat(found.spans()).hasSize(4);
    assertThat(found.spans().getFirst())
        .isEqualTo(
            new Span(
                "a1",
                "0000000000000001",
                Optional.empty(),
                "front",
                "GET /",
                Instant.parse("2026-11-24T13:00:00Z"),
                9000,
                true,
                Map.of("span.kind", "server", "http.status_code", "200", "host.name", "app1")));
    assertThat(found.spans().get(1).parentId()).contains("0000000000000001");
    assertThat(store.heard().getFirst())
        .contains("q={ resource.service.name = \"a\\\"b\" && status = error }");
  }

  @Test
  void aTraceThatCannotBeFetchedMakesTheAnswerIncomplete() {
    store
        .answer("/api/search", FOUND)
        .answer("/api/traces/b2", 500, "gone")
        .answer("/api/traces/", TRACE);
    Traces.Found found = find(QUERY);
    assertThat(found.spans()).hasSize(2);
    assertThat(found.complete()).isFalse();
  }

  @Test
  void nothingFoundIsAnEmptyAnswer() {
    store.answer("/api/search", "{\"metrics\":{}}");
    assertThat(find(QUERY).spans()).isEmpty();
  }

  private Traces.Found find(TraceQuery query) {
    return (Traces.Found) source(store.address()).find(query, Duration.ofSeconds(10));
  }
}
