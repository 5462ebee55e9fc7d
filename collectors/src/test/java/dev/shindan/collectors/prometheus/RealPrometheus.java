package dev.shindan.collectors.prometheus;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A real Prometheus on loopback that scrapes one page of metrics every 200 ms. */
final class RealPrometheus implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

  private final HttpServer exporter;
  private final Process process;
  private final int port;

  /**
   * @param metrics the page to scrape, in the text format
   */
  RealPrometheus(Path directory, Supplier<String> metrics) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException("this test needs Prometheus: apt-get install prometheus");
    }
    try {
      exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      exporter.createContext(
          "/metrics",
          exchange -> {
            byte[] page = metrics.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
      exporter.start();
      port = freePort();
      process = start(directory);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The value of the instance label of everything scraped. */
  String instance() {
    return "127.0.0.1:" + exporter.getAddress().getPort();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    exporter.stop(0);
  }

  private Process start(Path directory) throws IOException {
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 200ms, scrape_timeout: 200ms}
        scrape_configs:
          - job_name: shop
            static_configs: [{targets: ['%s']}]
        """
            .formatted(instance()));
    return new ProcessBuilder(
            PROGRAM.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("prometheus.log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
