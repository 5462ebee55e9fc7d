package dev.shindan.collectors.prometheus;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Selection.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
  private final HttpClient client;
  private final RangeAnswer reader;

  /** What came back: a body, or why there is none. */
  private sealed interface Reply {
    record Body(byte[] bytes) implements Reply {}

    record Nothing(Unavailable why) implements Reply {}
  }

  public PrometheusSource(PrometheusSettings settings) {
    this.settings = settings;
    this.reader = new RangeAnswer(settings.address(), settings.seriesMax());
    // HTTP/1.1: the upgrade offer to HTTP/2 makes some stores and proxies drop the body.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    long stepMillis = Math.max(step.toMillis(), 1);
    stepMillis = Math.max(stepMillis, window.length().toMillis() / (POINTS_MAX - 1) + 1);
    String form =
        "query="
            + URLEncoder.encode(Selector.of(matchers), StandardCharsets.UTF_8)
            + "&start="
            + seconds(window.start())
            + "&end="
            + seconds(window.end())
            + "&step="
            + stepMillis / 1000.0
            + "&limit="
            + (settings.seriesMax() + 1);
    HttpRequest.Builder request =
        request("/api/v1/query_range")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return switch (reply(request, timeout)) {
      case Reply.Nothing nothing -> nothing.why();
      case Reply.Body body -> reader.read(body.bytes());
    };
  }

  @Override
  public Optional<String> check() {
    HttpRequest.Builder request = request("/api/v1/query?query=vector(1)").GET();
    return switch (reply(request, settings.timeout())) {
      case Reply.Nothing nothing -> Optional.of(nothing.why().detail());
      case Reply.Body body ->
          new String(body.bytes(), StandardCharsets.UTF_8).contains("\"success\"")
              ? Optional.empty()
              : Optional.of(settings.address() + " does not answer like a Prometheus");
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.address() + path));
    String userInfo = settings.url().getUserInfo();
    if (settings.token().isPresent()) {
      request.header("Authorization", "Bearer " + settings.token().get());
    } else if (userInfo != null) {
      byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return request;
  }

  /** The timeout is for everything, the last byte of the body too. */
  private Reply reply(HttpRequest.Builder request, Duration timeout) {
    Duration allowed = timeout.compareTo(settings.timeout()) < 0 ? timeout : settings.timeout();
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.responseBytesMax()));
    try {
      return judged(sent.get(Math.max(allowed.toMillis(), 1), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      sent.cancel(true);
      return nothing(Reason.TIMED_OUT, "no whole answer within " + allowed.toMillis() + " ms");
    } catch (InterruptedException stopped) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      return nothing(Reason.TIMED_OUT, "the question was called off");
    } catch (ExecutionException failed) {
      return failure(failed.getCause() == null ? failed : failed.getCause());
    }
  }

  private Reply judged(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 200) {
      return new Reply.Body(response.body());
    }
    if (status == 401 || status == 403) {
      return nothing(Reason.AUTHENTICATION_FAILED, "answered HTTP " + status);
    }
    // Errors of the query come as JSON with status 400, 422 or 503.
    if (reader.read(response.body()) instanceof Unavailable said
        && said.detail().contains(" answered error ")) {
      return new Reply.Nothing(said);
    }
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return nothing(
        Reason.UNREADABLE, "answered HTTP " + status + ": " + RangeAnswer.shortened(body));
  }

  private Reply failure(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof UnresolvedAddressException) {
        return nothing(Reason.UNREACHABLE, "the host name does not resolve");
      }
    }
    return switch (cause) {
      case HttpTimeoutException late -> nothing(Reason.TIMED_OUT, words(late));
      case NoRouteToHostException away -> nothing(Reason.UNREACHABLE, words(away));
      case ConnectException refused -> nothing(Reason.CONNECTION_REFUSED, words(refused));
      case IOException broken ->
          nothing(Reason.UNREADABLE, "the answer broke off: " + words(broken));
      default -> nothing(Reason.UNREADABLE, words(cause));
    };
  }

  private Reply nothing(Reason reason, String detail) {
    return new Reply.Nothing(new Unavailable(reason, settings.address() + ": " + detail));
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return RangeAnswer.shortened(
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message);
  }

  private static String seconds(Instant instant) {
    return "%d.%03d".formatted(instant.getEpochSecond(), instant.getNano() / 1_000_000);
  }
}
