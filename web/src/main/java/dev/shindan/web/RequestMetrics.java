package dev.shindan.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.util.NoSuchElementException;

/** Counts and times requests, and serves all metrics of the process. */
final class RequestMetrics {
  private final CollectorRegistry registry;
  private final Histogram requests;

  RequestMetrics(CollectorRegistry registry) {
    this.registry = registry;
    DefaultExports.register(registry);
    this.requests =
        Histogram.build("shindan_http_request_seconds", "Time to answer a request.")
            .labelNames("method", "route", "status")
            .buckets(0.005, 0.02, 0.1, 0.5, 2.5, 10)
            .register(registry);
  }

  void addTo(RoutesConfig routes) {
    routes.get("/metrics", this::serve);
  }

  void record(Context request, float millis) {
    requests
        .labels(request.method().name(), route(request), Integer.toString(request.statusCode()))
        .observe(millis / 1000.0);
  }

  private void serve(Context request) throws IOException {
    StringWriter text = new StringWriter();
    TextFormat.write004(text, registry.metricFamilySamples());
    request.contentType(TextFormat.CONTENT_TYPE_004).result(text.toString());
  }

  /** The pattern, not the path: paths without bound would be labels without bound. */
  private static String route(Context request) {
    try {
      var matched = request.endpoints().lastHttpEndpoint();
      return matched == null ? "none" : matched.path;
    } catch (NoSuchElementException unmatched) {
      return "none";
    }
  }
}
