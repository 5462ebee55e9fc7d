import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * What the order service tells of itself: Prometheus metrics, JSON log lines and Zipkin v2 spans.
 * Thread-safe.
 */
final class Telemetry {
  private static final double[] BUCKETS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5};

  private final String host;
  private final String service;
  private final PrintWriter log;
  private final Clock clock =
      Clock.offset(
          Clock.systemUTC(),
          Duration.ofSeconds(Long.parseLong(App.env("CLOCK_OFFSET_SECONDS", "0"))));
  private final Map<String, LongAdder> counters = new ConcurrentSkipListMap<>();
  private final Map<String, IntSupplier> gauges = new ConcurrentSkipListMap<>();
  private final LongAdder[] histogram = new LongAdder[BUCKETS.length + 1];
  private final DoubleAdder histogramSum = new DoubleAdder();
  private final BlockingQueue<String> spans = new LinkedBlockingQueue<>(20000);

  Telemetry(String host, String service, String logFolder) throws IOException {
    this.host = host;
    this.service = service;
    for (int i = 0; i < histogram.length; i++) {
      histogram[i] = new LongAdder();
    }
    Files.createDirectories(Path.of(logFolder));
    log =
        new PrintWriter(new FileWriter(logFolder + "/app.log", StandardCharsets.UTF_8, true), true);
  }

  static String id(int bytes) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      hex.append(String.format("%02x", ThreadLocalRandom.current().nextInt(256)));
    }
    return hex.toString();
  }

  long nowMicros() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  void gauge(String name, IntSupplier value) {
    gauges.put(name, value);
  }

  void count(String series) {
    counters.computeIfAbsent(series, any -> new LongAdder()).increment();
  }

  void observe(double seconds) {
    histogramSum.add(seconds);
    int i = 0;
    while (i < BUCKETS.length && seconds > BUCKETS[i]) {
      i++;
    }
    histogram[i].increment();
  }

  synchronized void event(String level, String trace, String message, String error) {
    String line =
        "{\"ts\":\""
            + clock.instant()
            + "\",\"level\":\""
            + level
            + "\",\"host\":"
            + quote(host)
            + ",\"service\":"
            + quote(service)
            + ",\"trace\":"
            + quote(trace)
            + ",\"msg\":"
            + quote(message)
            + (error == null ? "" : ",\"error\":" + quote(error))
            + "}";
    log.println(line);
    if (log.checkError()) {
      count("log_write_errors_total");
    }
    System.out.println(line);
    count("log_events_total{level=\"" + level + "\"}");
  }

  <T> T span(String trace, String parent, String remote, String name, Callable<T> call)
      throws Exception {
    long started = System.nanoTime();
    long startMicros = nowMicros();
    String error = null;
    try {
      return call.call();
    } catch (Exception failure) {
      error = failure.toString();
      count("dependency_errors_total{dependency=\"" + remote + "\"}");
      throw failure;
    } finally {
      long micros = (System.nanoTime() - started) / 1000;
      emit(trace, id(8), parent, name, "CLIENT", startMicros, micros, remote, error);
    }
  }

  void emit(
      String trace,
      String id,
      String parent,
      String name,
      String kind,
      long startMicros,
      long micros,
      String remote,
      String error) {
    spans.offer(
        "{\"traceId\":\""
            + trace
            + "\",\"id\":\""
            + id
            + "\""
            + (parent == null ? "" : ",\"parentId\":\"" + parent + "\"")
            + ",\"name\":"
            + quote(name)
            + ",\"kind\":\""
            + kind
            + "\",\"timestamp\":"
            + startMicros
            + ",\"duration\":"
            + Math.max(1, micros)
            + ",\"localEndpoint\":{\"serviceName\":"
            + quote(service)
            + "}"
            + (remote == null ? "" : ",\"remoteEndpoint\":{\"serviceName\":" + quote(remote) + "}")
            + ",\"tags\":{\"host\":"
            + quote(host)
            + (error == null ? "" : ",\"error\":" + quote(error))
            + "}}");
  }

  void shipSpans(String url) {
    Thread thread = new Thread(() -> ship(URI.create(url)), "spans");
    thread.setDaemon(true);
    thread.start();
  }

  private void ship(URI url) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    while (true) {
      try {
        List<String> batch = new ArrayList<>();
        batch.add(spans.take());
        spans.drainTo(batch, 499);
        client.send(
            HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(2))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", batch) + "]"))
                .build(),
            HttpResponse.BodyHandlers.discarding());
        Thread.sleep(200);
      } catch (Exception unreachable) {
        count("span_export_errors_total");
      }
    }
  }

  String metrics() {
    StringBuilder text = new StringBuilder();
    counters.forEach((series, value) -> line(text, series, value.sum()));
    long below = 0;
    for (int i = 0; i < histogram.length; i++) {
      below += histogram[i].sum();
      String edge = i < BUCKETS.length ? String.valueOf(BUCKETS[i]) : "+Inf";
      line(text, "http_request_duration_seconds_bucket{le=\"" + edge + "\"}", below);
    }
    line(text, "http_request_duration_seconds_sum", histogramSum.sum());
    line(text, "http_request_duration_seconds_count", below);
    gauges.forEach((series, value) -> line(text, series, value.getAsInt()));
    Runtime runtime = Runtime.getRuntime();
    line(text, "jvm_memory_used_bytes", runtime.totalMemory() - runtime.freeMemory());
    line(text, "jvm_memory_max_bytes", runtime.maxMemory());
    String[] descriptors =
        Objects.requireNonNullElse(new File("/proc/self/fd").list(), new String[0]);
    line(text, "process_open_fds", descriptors.length);
    line(text, "app_time_seconds", nowMicros() / 1_000_000);
    return text.toString();
  }

  private static void line(StringBuilder text, String series, Number value) {
    text.append(series).append(' ').append(value).append('\n');
  }

  private static String quote(String text) {
    return text == null
        ? "null"
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
