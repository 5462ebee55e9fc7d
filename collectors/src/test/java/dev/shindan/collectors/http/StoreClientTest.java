package dev.shindan.collectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.source.Selection.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked again, how often and after how long. */
final class StoreClientTest {
  private static final Retry TWICE = new Retry(2, Duration.ofMillis(200), Duration.ofSeconds(2));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<Duration> waits = new ArrayList<>();
  private final FakeStore store = new FakeStore().answer("/x", "{}");
  private final StoreClient client = new StoreClient(store.address().retrying(TWICE), waits::add);

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatPassesIsAskedAgainAfterWaitsThatDouble(int status) {
    store.failOnce(status, "").failOnce(status, "");
    assertThat(ask()).isInstanceOf(Reply.Body.class);
    assertThat(waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(store.heard()).hasSize(3);
  }

  @Test
  void whatDoesNotPassInTimeIsAFailureThatSaysHowOftenItWasAsked() {
    store.failOnce(503, "").failOnce(503, "").failOnce(503, "").failOnce(503, "");
    Reply.Nothing nothing = (Reply.Nothing) ask();
    assertThat(nothing.status()).isEqualTo(503);
    assertThat(nothing.detail()).endsWith("(asked 3 times)");
    assertThat(store.heard()).hasSize(3);
  }

  @Test
  void aWaitThatTheStoreAsksForIsKept() {
    store.failOnce(429, "1");
    assertThat(ask()).isInstanceOf(Reply.Body.class);
    assertThat(waits).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void aLongerWaitThanIsAllowedIsNotWaitedFor() {
    store.failOnce(429, "3");
    assertThat(ask()).isInstanceOf(Reply.Nothing.class);
    assertThat(waits).isEmpty();
    assertThat(store.heard()).hasSize(1);
  }

  @Test
  void whatIsLeftOfTheTimeoutBoundsTheWaits() {
    store.failOnce(503, "2");
    assertThat(client.get("/x", Map.of(), Duration.ofMillis(1_500)))
        .isInstanceOf(Reply.Nothing.class);
    assertThat(waits).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422, 500, 501})
  void whatIsWrongIsNeverAskedAgain(int status) {
    store.failOnce(status, "1");
    assertThat(ask()).isInstanceOf(Reply.Nothing.class);
    assertThat(store.heard()).hasSize(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void aRefusedConnectionIsTriedAgain() throws IOException {
    URI nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
    try (StoreClient lonely =
        new StoreClient(StoreAddress.of(nobody).retrying(TWICE), waits::add)) {
      assertThat(lonely.get("/x", Map.of(), MINUTE))
          .isInstanceOfSatisfying(
              Reply.Nothing.class,
              not -> {
                assertThat(not.reason()).isEqualTo(Reason.CONNECTION_REFUSED);
                assertThat(not.detail()).contains("asked 3 times");
              });
    }
    assertThat(waits).hasSize(2);
  }

  @Test
  @SuppressWarnings("try") // the socket is closed before its time, so that the thread ends
  void aConnectionThatIsHungUpIsTriedAgain() throws Exception {
    Thread hangingUp;
    try (ServerSocket rude = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      hangingUp = Thread.ofVirtual().start(() -> hangUp(rude));
      URI url = URI.create("http://127.0.0.1:" + rude.getLocalPort());
      try (StoreClient patient =
          new StoreClient(StoreAddress.of(url).retrying(TWICE), waits::add)) {
        assertThat(patient.get("/x", Map.of(), MINUTE)).isInstanceOf(Reply.Nothing.class);
      }
      assertThat(waits).hasSize(2);
    }
    hangingUp.join();
  }

  @Test
  void anAnswerThatIsTooLongIsNotAskedForAgain() {
    store.answer("/long", "x".repeat(5_000));
    StoreAddress small =
        new StoreAddress(
            store.address().url(), java.util.Optional.empty(), Map.of(), MINUTE, 1024, TWICE);
    try (StoreClient narrow = new StoreClient(small, waits::add)) {
      assertThat(narrow.get("/long", Map.of(), MINUTE)).isInstanceOf(Reply.Nothing.class);
    }
    assertThat(store.heard()).hasSize(1);
  }

  @Test
  void withoutLimitsNothingIsAskedAgain() {
    store.failOnce(503, "");
    try (StoreClient once = new StoreClient(store.address(), waits::add)) {
      assertThat(once.get("/x", Map.of(), MINUTE)).isInstanceOf(Reply.Nothing.class);
    }
    assertThat(store.heard()).hasSize(1);
  }

  @Test
  void limitsThatCannotBeMeantAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Retry(11, second, second)).hasMessageContaining("timesMax");
    assertThatThrownBy(() -> new Retry(1, second, Duration.ofMillis(1)))
        .hasMessageContaining("waits");
  }

  private Reply ask() {
    return client.get("/x", Map.of(), MINUTE);
  }

  private static void hangUp(ServerSocket rude) {
    try {
      while (true) {
        rude.accept().close();
      }
    } catch (IOException closed) {
      // the test is over
    }
  }
}
