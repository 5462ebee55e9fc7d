package dev.shindan.collectors.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.spans.TraceSourceContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents in the shape that Data Prepper writes, in a real OpenSearch node. */
final class OpenSearchSpansTest extends TraceSourceContract {
  private static final String INDEX = "otel-v1-apm-span-*";

  @Override
  protected TraceSource source(StoreAddress address) {
    return new OpenSearchSpans(address, INDEX);
  }

  @Test
  void spansOfARealNodeComeWhole(@TempDir Path directory) throws Exception {
    try (RealOpenSearch node = new RealOpenSearch(directory);
        OpenSearchSpans source = new OpenSearchSpans(node.address(), INDEX)) {
      assertThat(((Traces.Found) source.find(QUERY, Duration.ofSeconds(10))).complete()).isFalse();
      assertThat(source.check()).isPresent();
      node.createIndex(
          "otel-v1-apm-span-000001",
          """
          {"traceId":{"type":"keyword"},"serviceName":{"type":"keyword"},
           "startTime":{"type":"date_nanos"},"status":{"properties":{"code":{"type":"integer"}}}}
          """);
      node.store(
          "otel-v1-apm-span-000001",
          List.of(
              span("a1", "1", "", "front", 0, "2026-11-24T13:00:00.000001Z"),
              span("a1", "2", "1", "cart", 2, "2026-11-24T13:00:00.001Z"),
              span("b2", "3", "", "cart", 0, "2026-11-24T13:01:00Z"),
              span("c3", "4", "", "front", 2, "2026-11-24T15:00:00Z")));

      Traces.Found found = (Traces.Found) source.find(QUERY, Duration.ofSeconds(10));

      assertThat(found.complete()).isTrue();
      assertThat(found.spans()).extracting(Span::spanId).containsExactly("1", "2");
      assertThat(found.spans().getLast())
          .isEqualTo(
              new Span(
                  "a1",
                  "2",
                  Optional.of("1"),
                  "cart",
                  "GET /cart",
                  Instant.parse("2026-11-24T13:00:00.001Z"),
                  2500,
                  true,
                  Map.of("span.kind", "server", "http.status_code", "200")));
      TraceQuery failed = new TraceQuery(Optional.empty(), WINDOW, true, 50);
      assertThat(((Traces.Found) source.find(failed, Duration.ofSeconds(10))).spans())
          .extracting(Span::traceId)
          .containsOnly("a1");
    }
  }

  private static String span(
      String trace, String id, String parent, String service, int status, String start) {
    return """
    {"traceId":"%s","spanId":"%s","parentSpanId":"%s","serviceName":"%s","name":"GET /cart",\
    "kind":"SPAN_KIND_SERVER","startTime":"%s","durationInNanos":2500000,\
    "status":{"code":%d},"span.attributes.http@status_code":200}\
    """
        .formatted(trace, id, parent, service, start, status);
  }
}
