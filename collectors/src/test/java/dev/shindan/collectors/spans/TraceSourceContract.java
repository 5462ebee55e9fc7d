package dev.shindan.collectors.spans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import dev.shindan.collectors.http.FakeStore;
import dev.shindan.collectors.http.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every store of traces over HTTP fails: each way is told apart, and none is "no traces". */
public abstract class TraceSourceContract {
  protected static final Window WINDOW =
      new Window(Instant.parse("2026-11-24T13:00:00Z"), Instant.parse("2026-11-24T13:10:00Z"));
  protected static final TraceQuery QUERY = new TraceQuery(Optional.of("front"), WINDOW, false, 50);

  protected final FakeStore store = new FakeStore();

  protected abstract TraceSource source(StoreAddress address);

  @AfterEach
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>login</html>", "\"text\"", "[{", "{\"data\":7,\"traces\":7}"})
  void whatIsNoListOfTracesIsUnreadable(String body) {
    store.answer("", body);
    assertThat(reason(source(store.address()), Duration.ofSeconds(10)))
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void anErrorOfTheStoreIsNoEmptyAnswer() {
    store.answer("", 500, "storage is down");
    assertThat(reason(source(store.address()), Duration.ofSeconds(10)))
        .isEqualTo(Reason.UNREADABLE);
    assertThat(source(store.address()).check()).isPresent();
  }

  @Test
  void aLoginThatIsRefusedIsSaid() {
    store.answer("", 401, "who are you");
    assertThat(reason(source(store.address()), Duration.ofSeconds(10)))
        .isEqualTo(Reason.AUTHENTICATION_FAILED);
  }

  @Test
  void aStoreThatNeverAnswersTimesOut() {
    store.hang();
    assertThat(reason(source(store.address()), Duration.ofMillis(200))).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void tooManyBytesAreNotRead() {
    store.answer("", "[" + " ".repeat(4096) + "]");
    StoreAddress small =
        new StoreAddress(
            store.address().url(), Optional.empty(), Map.of(), Duration.ofSeconds(10), 2048);
    assertThat(reason(source(small), Duration.ofSeconds(10))).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void aClosedPortIsRefused() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    StoreAddress nobody = StoreAddress.of(URI.create("http://127.0.0.1:" + port));
    assertThat(reason(source(nobody), Duration.ofSeconds(10))).isEqualTo(Reason.CONNECTION_REFUSED);
  }

  private static Reason reason(TraceSource source, Duration timeout) {
    Traces traces = source.find(QUERY, timeout);
    assertThat(traces).isInstanceOf(Traces.Unavailable.class);
    return ((Traces.Unavailable) traces).reason();
  }
}
