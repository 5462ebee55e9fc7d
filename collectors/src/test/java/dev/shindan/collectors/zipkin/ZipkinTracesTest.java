package dev.shindan.collectors.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Span;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.spans.TraceSourceContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ZipkinTracesTest extends TraceSourceContract {
  @Override
  protected TraceSource source(StoreAddress address) {
    return new ZipkinTraces(address);
  }

  @Test
  void spansOfARealServerComeWholeAndLinked(@TempDir Path directory) throws Exception {
    Instant now = Instant.now();
    Window window = new Window(now.minusSeconds(600), now.plusSeconds(60));
    try (RealZipkin zipkin = new RealZipkin(directory);
        ZipkinTraces source = new ZipkinTraces(zipkin.address())) {
      zipkin.store(trace("000000000000000a", now.minusSeconds(60), false));
      zipkin.store(trace("000000000000000b", now.minusSeconds(30), true));
      TraceQuery all = new TraceQuery(Optional.of("front"), window, false, 50);
      Awaitility.await().until(() -> spans(source, all).size() == 8);

      Traces.Found found = (Traces.Found) source.find(all, Duration.ofSeconds(10));

      assertThat(found.complete()).isTrue();
      assertThat(found.spans())
          .filteredOn(span -> span.traceId().equals("000000000000000a"))
          .extracting(Span::spanId, Span::parentId, Span::service, Span::error)
          .containsExactlyInAnyOrder(
              tuple("1", Optional.empty(), "front", false),
              tuple("2", Optional.of("1"), "front", false),
              tuple("2.shared", Optional.of("2"), "cart", false),
              tuple("3", Optional.of("2.shared"), "cart", false));
      TraceQuery failed = new TraceQuery(Optional.empty(), window, true, 50);
      assertThat(spans(source, failed))
          .hasSize(4)
          .filteredOn(Span::error)
          .singleElement()
          .satisfies(span -> assertThat(span.attributes()).containsEntry("db.system", "redis"));
      assertThat(((Traces.Found) source.find(limited(all), Duration.ofSeconds(10))).complete())
          .isFalse();
      assertThat(source.check()).isEmpty();
    }
  }

  private static TraceQuery limited(TraceQuery query) {
    return new TraceQuery(query.service(), query.window(), false, 1);
  }

  private static java.util.List<Span> spans(TraceSource source, TraceQuery query) {
    return ((Traces.Found) source.find(query, Duration.ofSeconds(10))).spans();
  }

  private static org.assertj.core.groups.Tuple tuple(
      String id, Optional<String> parent, String service, boolean error) {
    return org.assertj.core.groups.Tuple.tuple(
        wide(id), parent.map(ZipkinTracesTest::wide), service, error);
  }

  private static String wide(String id) {
    return "0".repeat(15) + id;
  }

  /** The front calls the cart in a span that both share; the cart asks its store. */
  private static String trace(String id, Instant start, boolean failed) {
    String error = failed ? ",\"error\":\"timeout\"" : "";
    return """
    [{"traceId":"%1$s","id":"0000000000000001","name":"get /","timestamp":%2$d,
      "duration":9000,"kind":"SERVER","localEndpoint":{"serviceName":"front"}},
     {"traceId":"%1$s","id":"0000000000000002","parentId":"0000000000000001","name":"get",
      "timestamp":%2$d,"duration":8000,"kind":"CLIENT",
      "localEndpoint":{"serviceName":"front"},"remoteEndpoint":{"serviceName":"cart"}},
     {"traceId":"%1$s","id":"0000000000000002","parentId":"0000000000000001","shared":true,
      "name":"get /cart","timestamp":%2$d,"duration":7000,"kind":"SERVER",
      "localEndpoint":{"serviceName":"cart"}},
     {"traceId":"%1$s","id":"0000000000000003","parentId":"0000000000000002","name":"hget",
      "timestamp":%2$d,"duration":1000,"kind":"CLIENT",
      "localEndpoint":{"serviceName":"cart"},"tags":{"db.system":"redis"%3$s}}]
    """
        .formatted(id, start.toEpochMilli() * 1000, error);
  }
}
