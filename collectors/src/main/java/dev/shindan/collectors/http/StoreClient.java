package dev.shindan.collectors.http;

import dev.shindan.agent.source.Selection.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asks one store over HTTP and says what kept it from answering. Thread-safe. */
public final class StoreClient implements AutoCloseable {
  private final StoreAddress address;
  private final Pause pause;
  private final HttpClient client;

  public StoreClient(StoreAddress address) {
    this(address, Thread::sleep);
  }

  /**
   * @param pause how the time between two attempts is spent
   */
  public StoreClient(StoreAddress address, Pause pause) {
    this.address = address;
    this.pause = pause;
    // HTTP/1.1: the upgrade offer to HTTP/2 makes some stores and proxies drop the body.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(address.timeout())
            .build();
  }

  public StoreAddress address() {
    return address;
  }

  /**
   * @param path begins with a slash
   * @param query in any order; written in the order of the names
   */
  public Reply get(String path, Map<String, String> query, Duration timeout) {
    String asked = query.isEmpty() ? path : path + "?" + form(query);
    return reply(request(asked).GET(), timeout);
  }

  public Reply postForm(String path, Map<String, String> form, Duration timeout) {
    return reply(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(form))),
        timeout);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static String form(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.shown() + path));
    request.header("Accept", "application/json");
    address.headers().forEach(request::header);
    address.authorization().ifPresent(who -> request.header("Authorization", who));
    return request;
  }

  /** The timeout is for everything: all attempts, the waits between them, the last byte too. */
  private Reply reply(HttpRequest.Builder request, Duration timeout) {
    Duration allowed = timeout.compareTo(address.timeout()) < 0 ? timeout : address.timeout();
    Retry retry = address.retry();
    for (int repetition = 0; ; repetition++) {
      long began = System.nanoTime();
      Attempt attempt = attempt(request, allowed);
      Duration wait = attempt.askedToWait().orElse(retry.wait(repetition));
      allowed = allowed.minusNanos(System.nanoTime() - began).minus(wait);
      if (!attempt.passing()
          || repetition == retry.timesMax()
          || wait.compareTo(retry.waitMax()) > 0
          || allowed.toMillis() < 1) {
        return repetition == 0 ? attempt.reply() : told(attempt.reply(), repetition + 1);
      }
      try {
        pause.last(wait);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return nothing(Reason.TIMED_OUT, "the question was called off");
      }
    }
  }

  private static Reply told(Reply reply, int attempts) {
    return switch (reply) {
      case Reply.Body body -> body;
      case Reply.Nothing not ->
          new Reply.Nothing(
              not.reason(),
              not.detail() + " (asked " + attempts + " times)",
              not.status(),
              not.body());
    };
  }

  private Attempt attempt(HttpRequest.Builder request, Duration allowed) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), address.responseBytesMax()));
    try {
      HttpResponse<byte[]> response =
          sent.get(Math.max(allowed.toMillis(), 1), TimeUnit.MILLISECONDS);
      return Attempt.answered(judged(response), response.statusCode(), response.headers());
    } catch (TimeoutException late) {
      sent.cancel(true);
      return Attempt.last(
          nothing(Reason.TIMED_OUT, "no whole answer within " + allowed.toMillis() + " ms"));
    } catch (InterruptedException stopped) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      return Attempt.last(nothing(Reason.TIMED_OUT, "the question was called off"));
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      Reply reply = failure(cause);
      boolean passing = reply instanceof Reply.Nothing not && passes(not.reason(), cause);
      return new Attempt(reply, passing, Optional.empty());
    }
  }

  /** Refused, reset, or hung up before the first byte: a store that restarts does all of these. */
  private static boolean passes(Reason reason, Throwable cause) {
    boolean hungUp = String.valueOf(cause.getMessage()).contains("header parser received no bytes");
    return reason == Reason.CONNECTION_REFUSED
        || (reason == Reason.UNREADABLE && (cause instanceof SocketException || hungUp));
  }

  private Reply judged(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 200) {
      return new Reply.Body(response.body());
    }
    String said = new String(response.body(), StandardCharsets.UTF_8);
    boolean refused = status == 401 || status == 403;
    return new Reply.Nothing(
        refused ? Reason.AUTHENTICATION_FAILED : Reason.UNREADABLE,
        address.shown()
            + ": answered HTTP "
            + status
            + (refused ? "" : ": " + Reply.shortened(said)),
        status,
        response.body());
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
    return new Reply.Nothing(reason, address.shown() + ": " + detail, 0, new byte[0]);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return Reply.shortened(
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message);
  }
}
