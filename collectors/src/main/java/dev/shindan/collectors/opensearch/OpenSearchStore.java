package dev.shindan.collectors.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ContentTooLongException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.json.jackson.JacksonJsonpMapper;
import org.opensearch.client.opensearch.OpenSearchAsyncClient;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.opensearch.core.SearchRequest;
import org.opensearch.client.opensearch.core.SearchResponse;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5Options;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import org.opensearch.client.transport.httpclient5.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.opensearch.client.transport.httpclient5.ResponseException;

/** One OpenSearch, asked within a time and a number of bytes. Thread-safe. */
final class OpenSearchStore implements AutoCloseable {
  private final StoreAddress address;
  private final OpenSearchTransport transport;
  private final OpenSearchAsyncClient client;

  /** What came of a search. */
  sealed interface Searched {
    record Hits(SearchResponse<JsonNode> response) implements Searched {}

    record Failed(Reason reason, String detail) implements Searched {}
  }

  OpenSearchStore(StoreAddress address) {
    this.address = address;
    this.transport = transport(address);
    this.client = new OpenSearchAsyncClient(transport);
  }

  String shown() {
    return address.shown();
  }

  Searched search(SearchRequest request, Duration timeout) {
    Duration allowed = timeout.compareTo(address.timeout()) < 0 ? timeout : address.timeout();
    CompletableFuture<SearchResponse<JsonNode>> sent;
    try {
      sent = client.search(request, JsonNode.class);
    } catch (IOException | OpenSearchException broken) {
      return failure(broken);
    }
    try {
      return new Searched.Hits(sent.get(Math.max(allowed.toMillis(), 1), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      sent.cancel(true);
      return failed(Reason.TIMED_OUT, "no whole answer within " + allowed.toMillis() + " ms");
    } catch (InterruptedException stopped) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      return failed(Reason.TIMED_OUT, "the question was called off");
    } catch (ExecutionException broken) {
      return failure(broken.getCause() == null ? broken : broken.getCause());
    }
  }

  /** Whether an index of that pattern answers; empty when so, otherwise one line. */
  Optional<String> check(String index) {
    SearchRequest nothing = new SearchRequest.Builder().index(index).size(0).build();
    return switch (search(nothing, address.timeout())) {
      case Searched.Failed failed -> Optional.of(failed.detail());
      case Searched.Hits hits ->
          hits.response().shards().total() == 0
              ? Optional.of(shown() + ": there is no index " + index)
              : Optional.empty();
    };
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Searched failure(Throwable cause) {
    return switch (cause) {
      case OpenSearchException said -> refused(said.status(), words(said));
      case ResponseException said -> refused(said.status(), words(said));
      case ContentTooLongException much ->
          failed(
              Reason.UNREADABLE,
              "the answer is longer than " + address.responseBytesMax() + " bytes: " + words(much));
      case ConnectTimeoutException late -> failed(Reason.TIMED_OUT, words(late));
      case SocketTimeoutException late -> failed(Reason.TIMED_OUT, words(late));
      case UnknownHostException nowhere ->
          failed(Reason.UNREACHABLE, "the host name does not resolve");
      case ConnectException refused -> failed(Reason.CONNECTION_REFUSED, words(refused));
      case IOException broken when broken.getCause() != null -> failure(broken.getCause());
      default -> failed(Reason.UNREADABLE, words(cause));
    };
  }

  private Searched refused(int status, String words) {
    boolean who = status == 401 || status == 403;
    return failed(
        who ? Reason.AUTHENTICATION_FAILED : Reason.UNREADABLE,
        "answered HTTP " + status + (who ? "" : ": " + words));
  }

  private Searched failed(Reason reason, String detail) {
    return new Searched.Failed(reason, shown() + ": " + detail);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return Reply.shortened(
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message);
  }

  private static OpenSearchTransport transport(StoreAddress address) {
    HttpHost host =
        new HttpHost(address.url().getScheme(), address.url().getHost(), address.url().getPort());
    ApacheHttpClient5Options.Builder options = ApacheHttpClient5Options.DEFAULT.toBuilder();
    options.setHttpAsyncResponseConsumerFactory(
        new HeapBufferedResponseConsumerFactory(address.responseBytesMax()));
    Timeout timeout = Timeout.of(address.timeout());
    String path = address.url().getRawPath() == null ? "" : address.url().getRawPath();
    ApacheHttpClient5TransportBuilder builder =
        ApacheHttpClient5TransportBuilder.builder(host)
            .setMapper(new JacksonJsonpMapper(Json.MAPPER))
            .setOptions(options.build())
            .setRequestConfigCallback(
                config -> config.setResponseTimeout(timeout).setConnectionRequestTimeout(timeout))
            .setConnectionConfigCallback(config -> config.setConnectTimeout(timeout))
            .setDefaultHeaders(
                address
                    .authorization()
                    .map(who -> new Header[] {new BasicHeader("Authorization", who)})
                    .orElse(new Header[0]));
    if (!path.replace("/", "").isEmpty()) {
      builder.setPathPrefix(path);
    }
    return builder.build();
  }
}
