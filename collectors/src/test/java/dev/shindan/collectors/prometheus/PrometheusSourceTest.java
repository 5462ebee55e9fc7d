package dev.shindan.collectors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Found;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Selection.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrometheusSourceTest {
  private static final List<LabelMatcher> UP = List.of(LabelMatcher.equalTo("__name__", "up"));
  private static final Window WINDOW =
      new Window(Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1060));

  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> seen = new ArrayList<>();
  private final HttpServer store = opened();

  @AfterEach
  void closeStore() {
    ended.countDown();
    store.stop(0);
  }

  @Test
  void samplesComeWithTimesAndWithoutWhatIsNoNumber() {
    answer(
        200,
        series(
            "{\"__name__\":\"up\"}", "[1000,\"1\"],[1015.5,\"NaN\"],[1030,\"+Inf\"],[1045,\"2\"]"));

    Found found = (Found) select(settings());

    assertThat(found.complete()).isTrue();
    assertThat(found.series()).hasSize(1);
    assertThat(found.series().getFirst().epochMillis()).containsExactly(1_000_000, 1_045_000);
    assertThat(found.series().getFirst().values()).containsExactly(1, 2);
  }

  @Test
  void moreSeriesThanAllowedAreLeftOutAndSaid() {
    String one = "{\"metric\":{\"__name__\":\"up\"},\"values\":[[1,\"1\"]]}";
    answer(200, matrix(one + "," + one + "," + one));

    Found found = (Found) select(limited(Duration.ofSeconds(5), 1 << 20));

    assertThat(found.series()).hasSize(2);
    assertThat(found.complete()).isFalse();
  }

  @Test
  void aWarningOfTheStoreMakesTheAnswerIncomplete() {
    answer(
        200,
        "{\"status\":\"success\",\"warnings\":[\"one store did not answer\"],"
            + "\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");

    assertThat(((Found) select(settings())).complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"warnings\":[\"one store did not answer\"]",
        "\"infos\":[\"one store did not answer\"]",
        "\"isPartial\":true"
      })
  void anAnswerInPartIsIncompleteAndSaysWhy(String remark) {
    answer(200, series("{}", "[1000,\"1\"]").replaceFirst("}$", "," + remark + "}"));

    Found found = (Found) select(settings());

    assertThat(found.series()).hasSize(1);
    assertThat(found.complete()).isFalse();
    assertThat(found.origin()).containsAnyOf("one store did not answer", "partial");
  }

  @Test
  void anErrorWithStatus200IsNoEmptyAnswer() {
    answer(200, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"too slow\"}");
    Unavailable why = (Unavailable) select(settings());
    assertThat(why.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(why.detail()).contains("too slow");
  }

  @Test
  void aSeriesOfWhichNoSampleHasAValueIsThereWithoutSamples() {
    answer(200, series("{\"__name__\":\"up\"}", "[1000,\"NaN\"],[1015,\"NaN\"]"));
    Found found = (Found) select(settings());
    assertThat(found.complete()).isTrue();
    assertThat(found.sampled()).isFalse();
    assertThat(found.series())
        .singleElement()
        .satisfies(one -> assertThat(one.name()).isEqualTo("up"));
  }

  @Test
  void aSeriesWithoutPlainSamplesIsLeftOutAndSaid() {
    answer(200, matrix("{\"metric\":{},\"histograms\":[[1000,{\"count\":\"3\"}]]}"));
    Found found = (Found) select(settings());
    assertThat(found.series()).isEmpty();
    assertThat(found.complete()).isFalse();
    assertThat(found.origin()).contains("1 series without plain samples");
  }

  @Test
  void aBearerTokenIsSentAndNeverShown() {
    answer(200, matrix(""));
    PrometheusSettings settings =
        new PrometheusSettings(url(), Optional.of("s3cret"), Duration.ofSeconds(5), 10, 1 << 20);

    select(settings);

    assertThat(seen.getFirst()).contains("Bearer s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void userInfoBecomesBasicCredentialsAndIsNeverShown() {
    answer(401, "no");
    URI url = URI.create("http://reader:s3cret@127.0.0.1:" + store.getAddress().getPort());

    Unavailable why = (Unavailable) select(PrometheusSettings.of(url));

    assertThat(seen.getFirst()).contains("Basic cmVhZGVyOnMzY3JldA==");
    assertThat(why.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(why.detail()).doesNotContain("s3cret");
  }

  @Test
  void noMatcherValueLeavesItsString() {
    answer(200, matrix(""));
    try (PrometheusSource source = new PrometheusSource(settings())) {
      var _ =
          source.select(
              List.of(LabelMatcher.matching("instance", "a\"} or vector(1) #\\.\n")),
              WINDOW,
              Duration.ofSeconds(15),
              Duration.ofSeconds(5));
    }
    assertThat(seen.getFirst())
        .contains("query={instance=~\"a\\\"} or vector(1) #\\\\.\\n\"}&start=1000.000");
  }

  @Test
  void aClosedPortIsRefused() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    PrometheusSettings settings = PrometheusSettings.of(URI.create("http://127.0.0.1:" + port));

    assertThat(((Unavailable) select(settings)).reason()).isEqualTo(Reason.CONNECTION_REFUSED);
    try (PrometheusSource source = new PrometheusSource(settings)) {
      assertThat(source.check()).isPresent();
    }
  }

  @Test
  void aNameThatDoesNotResolveIsUnreachable() {
    assertThat(reason(PrometheusSettings.of(URI.create("http://store.invalid:9090"))))
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void aStoreThatNeverAnswersTimesOut() {
    store.createContext("/", exchange -> awaitEnd());
    assertThat(reason(limited(Duration.ofMillis(300), 1 << 20))).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void aBodyThatNeverEndsTimesOut() {
    store.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"status\":".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          awaitEnd();
        });
    assertThat(reason(limited(Duration.ofMillis(300), 1 << 20))).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void halfAnAnswerIsUnreadable() {
    store.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(matrix("").getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          throw new IOException("the store dies here");
        });
    assertThat(reason(settings())).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void tooManyBytesAreNotRead() {
    answer(200, matrix("").replace("success", "success" + " ".repeat(4096)));
    PrometheusSettings settings = limited(Duration.ofSeconds(5), 2048);
    assertThat(select(settings))
        .isInstanceOfSatisfying(
            Unavailable.class,
            why -> {
              assertThat(why.reason()).isEqualTo(Reason.UNREADABLE);
              assertThat(why.detail()).contains("2048");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>login</html>",
        "{\"status\":\"success\"}",
        "[]",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
            + "\"values\":[[1,\"many\"]]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
            + "\"values\":[[1,"
      })
  void whatIsNoRangeOfSeriesIsUnreadable(String body) {
    answer(200, body);
    assertThat(reason(settings())).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void anErrorOfTheStoreIsToldInItsWords() {
    answer(
        422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many samples\"}");
    Unavailable why = (Unavailable) select(settings());
    assertThat(why.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(why.detail()).contains("execution").contains("too many samples");
  }

  @Test
  void aTimeoutInsideTheStoreIsATimeout() {
    answer(503, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"late\"}");
    assertThat(reason(settings())).isEqualTo(Reason.TIMED_OUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 404, 429, 500})
  void anotherStatusIsUnreadable(int status) {
    answer(status, status == 204 ? "" : "nothing here");
    Unavailable why = (Unavailable) select(settings());
    assertThat(why.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(why.detail()).contains(Integer.toString(status));
  }

  private Reason reason(PrometheusSettings settings) {
    return ((Unavailable) select(settings)).reason();
  }

  private static Selection select(PrometheusSettings settings) {
    try (PrometheusSource source = new PrometheusSource(settings)) {
      return source.select(UP, WINDOW, Duration.ofSeconds(15), Duration.ofSeconds(20));
    }
  }

  private PrometheusSettings settings() {
    return PrometheusSettings.of(url());
  }

  private PrometheusSettings limited(Duration timeout, int bytesMax) {
    return new PrometheusSettings(url(), Optional.empty(), timeout, 2, bytesMax);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + store.getAddress().getPort());
  }

  private void answer(int status, String body) {
    store.createContext(
        "/",
        exchange -> {
          seen.add(heard(exchange));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static String heard(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return exchange.getRequestHeaders().getFirst("Authorization")
        + "\n"
        + URLDecoder.decode(form, StandardCharsets.UTF_8);
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String series(String labels, String values) {
    return matrix("{\"metric\":" + labels + ",\"values\":[" + values + "]}");
  }

  private static String matrix(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        + series
        + "]}}";
  }

  private static HttpServer opened() {
    try {
      HttpServer store =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      store.start();
      return store;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
