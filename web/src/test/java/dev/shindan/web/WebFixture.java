package dev.shindan.web;

import dev.shindan.agent.trail.InMemoryTrailStore;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;

/** A real server on a free port of loopback, over trails in memory. */
final class WebFixture implements AutoCloseable {
  static final Clock CLOCK = Clock.fixed(SampleTrail.START.plusSeconds(15), ZoneOffset.UTC);

  final InMemoryTrailStore store = new InMemoryTrailStore(CLOCK);
  final FakeInvestigations investigations = new FakeInvestigations(store);
  final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  WebFixture(Optional<String> token, Optional<String> alertToken) {
    this(token, alertToken, WebSettings.READERS_MAX);
  }

  WebFixture(Optional<String> token, Optional<String> alertToken, int readersMax) {
    WebPorts ports =
        new WebPorts(
            store, store, investigations, TrailFeed.SILENT, CLOCK, new CollectorRegistry());
    server =
        new WebServer(new WebSettings("127.0.0.1", 0, token, alertToken, 20_000, readersMax), ports)
            .start();
  }

  static WebFixture open() {
    return new WebFixture(Optional.empty(), Optional.of("alert-token"));
  }

  /** A request with headers as name, value, name, value. */
  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    server.close();
    client.shutdownNow();
  }
}
