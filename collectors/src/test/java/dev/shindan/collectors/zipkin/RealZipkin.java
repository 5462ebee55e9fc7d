package dev.shindan.collectors.zipkin;

import dev.shindan.collectors.http.StoreAddress;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Zipkin server on loopback that keeps its spans in memory. */
final class RealZipkin implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  RealZipkin(Path directory) throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    String jar =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.contains("zipkin-server"))
            .findFirst()
            .orElseThrow();
    ProcessBuilder server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                jar)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("zipkin.log").toFile());
    server.environment().put("QUERY_PORT", Integer.toString(port));
    process = server.start();
    try {
      awaitHealth();
    } catch (RuntimeException | Error late) {
      process.destroyForcibly();
      throw late;
    }
  }

  private void awaitHealth() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(ConnectException.class)
        .until(() -> get("/health") == 200);
  }

  StoreAddress address() {
    return StoreAddress.of(URI.create("http://127.0.0.1:" + port));
  }

  void store(String spans) throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/spans"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(spans))
            .build();
    int status = http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 202) {
      throw new IllegalStateException("Zipkin answered HTTP " + status);
    }
  }

  private int get(String path) throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode();
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
}
