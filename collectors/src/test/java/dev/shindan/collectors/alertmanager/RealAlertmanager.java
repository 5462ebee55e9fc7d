package dev.shindan.collectors.alertmanager;

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

/** An Alertmanager of the distribution on a loopback port, which tells nobody. */
final class RealAlertmanager implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

  private final Process process;
  private final URI url;
  private final HttpClient client = HttpClient.newHttpClient();

  RealAlertmanager(Path directory) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(
          "this test needs Alertmanager: apt-get install prometheus-alertmanager");
    }
    Path configuration =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            """
            route: {receiver: nobody}
            receivers: [{name: nobody}]
            inhibit_rules:
              - source_matchers: ['alertname = HostDown']
                target_matchers: ['alertname = ServiceDown']
                equal: [instance]
            """);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    url = URI.create("http://127.0.0.1:" + port);
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + configuration,
                "--storage.path=" + directory.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("alertmanager.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(this::ready);
  }

  URI url() {
    return url;
  }

  String post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private boolean ready() throws IOException, InterruptedException {
    return client
            .send(
                HttpRequest.newBuilder(url.resolve("/-/ready")).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
  }
}
