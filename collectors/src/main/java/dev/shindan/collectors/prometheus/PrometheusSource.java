package dev.shindan.collectors.prometheus;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Unavailable;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.Retry;
import dev.shindan.collectors.http.StoreClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Metric series from Prometheus's {@code /api/v1/query_range}, asked for with a bare selector.
 *
 * <p>The store repeats a sample for up to five minutes (its look-back) unless the target was marked
 * stale, so a series may end a little later here than it did in truth. Thread-safe.
 */
public final class PrometheusSource implements MetricSource, AutoCloseable {
  /** The store refuses more points than this for one series. */
  private static final int POINTS_MAX = 11_000;

  private final PrometheusSettings settings;
  private final StoreClient client;
  private final RangeAnswer reader;

  public PrometheusSource(PrometheusSettings settings) {
    this(settings, Retry.NEVER);
  }

  public PrometheusSource(PrometheusSettings settings, Retry retry) {
    this.settings = settings;
    this.reader = new RangeAnswer(settings.address(), settings.seriesMax());
    this.client = new StoreClient(settings.store().retrying(retry));
  }

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    long stepMillis = Math.max(step.toMillis(), 1);
    stepMillis = Math.max(stepMillis, window.length().toMillis() / (POINTS_MAX - 1) + 1);
    Reply reply =
        client.postForm(
            "/api/v1/query_range",
            Map.of(
                "query", Selector.of(matchers),
                "start", seconds(window.start()),
                "end", seconds(window.end()),
                "step", Double.toString(stepMillis / 1000.0),
                "limit", Integer.toString(settings.seriesMax() + 1)),
            timeout);
    return switch (reply) {
      case Reply.Body body -> reader.read(body.bytes());
      // Errors of the query come as JSON with status 400, 422 or 503.
      case Reply.Nothing nothing ->
          reader.read(nothing.body()) instanceof Unavailable said
                  && said.detail().contains(" answered error ")
              ? said
              : new Unavailable(nothing.reason(), nothing.detail());
    };
  }

  @Override
  public Optional<String> check() {
    return switch (client.get("/api/v1/query", Map.of("query", "vector(1)"), settings.timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.detail());
      case Reply.Body body ->
          body.text().contains("\"success\"")
              ? Optional.empty()
              : Optional.of(settings.address() + " does not answer like a Prometheus");
    };
  }

  @Override
  public void close() {
    client.close();
  }

  private static String seconds(Instant instant) {
    return "%d.%03d".formatted(instant.getEpochSecond(), instant.getNano() / 1_000_000);
  }
}
