package dev.shindan.collectors.jaeger;

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

/** Bodies in the shape that Jaeger's query service documents. */
final class JaegerTracesTest extends TraceSourceContract {
  private static final String TRACES =
      """
      {"data":[{"traceID":"a1","spans":[
        {"traceID":"a1","spanID":"1","operationName":"GET /","references":[],
         "startTime":1795525200000000,"duration":9000,"processID":"p1",
         "tags":[{"key":"span.kind","type":"string","value":"server"},
                 {"key":"http.status_code","type":"int64","value":503}]},
        {"traceID":"a1","spanID":"2","operationName":"hget","startTime":1795525200001000,
         "references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"1"}],
         "duration":1000,"processID":"p2","tags":[{"key":"error","type":"bool","value":true}]}],
        "processes":{"p1":{"serviceName":"front","tags":[{"key":"hostname","value":"app1"}]},
                     "p2":{"serviceName":"cart","tags":[]}}}],"errors":null}
      """;

  @Override
  protected TraceSource source(StoreAddress address) {
    return new JaegerTraces(address);
  }

  @Test
  void tracesAreReadWithTheirServices() {
    store.answer("", TRACES);
    Traces.Found found = (Traces.Found) source(store.address()).find(QUERY, seconds(10));

    assertThat(found.spans())
        .containsExactly(
            new Span(
                "a1",
                "1",
                Optional.empty(),
                "front",
                "GET /",
                Instant.parse("2026-11-24T13:00:00Z"),
                9000,
                true,
                Map.of("span.kind", "server", "http.status_code", "503", "host.name", "app1")),
            new Span(
                "a1",
                "2",
                Optional.of("1"),
                "cart",
                "hget",
                Instant.parse("2026-11-24T13:00:00.001Z"),
                1000,
                true,
                Map.of("error", "true")));
    assertThat(found.complete()).isTrue();
  }

  @Test
  void aQuestionAboutAllServicesAsksEachAndKeepsATraceOnce() {
    store.answer("/api/services", "{\"data\":[\"front\",\"cart\"]}").answer("", TRACES);
    TraceQuery all = new TraceQuery(Optional.empty(), WINDOW, true, 50);
    Traces.Found found = (Traces.Found) source(store.address()).find(all, seconds(10));
    assertThat(found.spans()).hasSize(2);
    assertThat(store.heard()).anyMatch(asked -> asked.contains("service=cart"));
    assertThat(store.heard()).anyMatch(asked -> asked.contains("tags={\"error\":\"true\"}"));
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
