package dev.shindan.cli.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** An Alertmanager of the distribution on a loopback port, which delivers to one webhook. */
final class RealAlertmanager implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

  private final Process process;
  private final String url;
  private final HttpClient client = HttpClient.newHttpClient();

  private RealAlertmanager(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static RealAlertmanager start(Path directory, String webhook, String token) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(
          "this test needs Alertmanager: apt-get install prometheus-alertmanager");
    }
    Path configuration =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            """
            route:
              receiver: shindan
              group_by: [alertname]
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: shindan
                webhook_configs:
                  - url: %s
                    send_resolved: true
                    http_config:
                      authorization: {type: Bearer, credentials: %s}
            """
                .formatted(webhook, token));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + configuration,
                "--storage.path=" + directory.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("alertmanager.log").toFile())
            .start();
    RealAlertmanager started = new RealAlertmanager(process, "http://127.0.0.1:" + port);
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(started::ready);
    return started;
  }

  /** Posts alerts as Prometheus does. */
  void post(String alerts) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  private boolean ready() throws IOException, InterruptedException {
    return client
            .send(
                HttpRequest.newBuilder(URI.create(url + "/-/ready")).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
