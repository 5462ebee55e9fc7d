package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class SharedLoginTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final SharedLogin<String> login = new SharedLogin<>();

  @Test
  void whoHasNoMoreTimeLeavesALoginThatGoesOn() throws InterruptedException {
    CountDownLatch letIn = new CountDownLatch(1);
    assertThat(
            login.outcome(
                () -> {
                  letIn.await();
                  return "first";
                },
                SHORT))
        .isEmpty();
    letIn.countDown();
    // the one under way, or one of its own when that has ended meanwhile
    assertThat(login.outcome(() -> "second", LONG))
        .hasValueSatisfying(said -> assertThat(said).isIn("first", "second"));
  }

  @Test
  void endingStopsTheLoginThatIsUnderWayAndWaitsForItsEnd() throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    assertThat(
            login.outcome(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                    return "never";
                  } finally {
                    ended.set(true);
                  }
                },
                SHORT))
        .isEmpty();
    login.end(LONG);
    assertThat(ended).isTrue();
    assertThat(login.outcome(() -> "anew", LONG)).contains("anew");
  }

  @Test
  void endingWhatIsNotUnderWayIsNothing() throws InterruptedException {
    login.end(LONG);
    assertThat(login.outcome(() -> "in", LONG)).contains("in");
  }
}
