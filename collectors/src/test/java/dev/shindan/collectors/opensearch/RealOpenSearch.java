package dev.shindan.collectors.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.collectors.http.StoreAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real OpenSearch node on loopback, in a process of its own. */
final class RealOpenSearch implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  RealOpenSearch(Path directory) throws IOException {
    this.port = freePort();
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OpenSearchNode.class.getName(),
                directory.toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("node.log").toFile())
            .start();
    try {
      awaitHealth(directory);
    } catch (RuntimeException | Error late) {
      process.destroyForcibly();
      throw late;
    }
  }

  private void awaitHealth(Path directory) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(ConnectException.class)
        .untilAsserted(
            () -> {
              assertThat(process.isAlive())
                  .as(Files.readString(directory.resolve("node.log")))
                  .isTrue();
              assertThat(put("GET", "/_cluster/health", "")).isEqualTo(200);
            });
  }

  StoreAddress address() {
    return StoreAddress.of(URI.create("http://127.0.0.1:" + port));
  }

  void createIndex(String name, String mapping) throws IOException, InterruptedException {
    assertThat(put("PUT", "/" + name, "{\"mappings\":{\"properties\":" + mapping + "}}"))
        .isEqualTo(200);
  }

  /** Stores the documents so that they are found at once. */
  void store(String index, List<String> documents) throws IOException, InterruptedException {
    StringBuilder bulk = new StringBuilder();
    documents.forEach(document -> bulk.append("{\"index\":{}}\n").append(document).append('\n'));
    assertThat(put("POST", "/" + index + "/_bulk?refresh=true", bulk.toString())).isEqualTo(200);
  }

  private int put(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() {
    http.shutdownNow();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
