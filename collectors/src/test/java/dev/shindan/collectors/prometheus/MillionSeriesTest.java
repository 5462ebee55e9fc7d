package dev.shindan.collectors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.Selection.Found;
import dev.shindan.collectors.http.FakeStore;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A store that gives a million series, whatever it was asked for. */
final class MillionSeriesTest {
  private static final int SERIES = 1_000_000;
  private static final int SERIES_MAX = 5_000;

  @Test
  void noMoreIsKeptThanTheSeriesThatAreWanted() {
    byte[] body = body(SERIES).getBytes(StandardCharsets.UTF_8);
    RangeAnswer reader = new RangeAnswer("store:9090", SERIES_MAX);
    assertThat(reader.read(body)).isInstanceOf(Found.class); // classes are loaded

    long before = allocated();
    Found found = (Found) reader.read(body);
    long spent = allocated() - before;

    assertThat(found.series()).hasSize(SERIES_MAX);
    assertThat(found.complete()).isFalse();
    assertThat(found.origin()).contains("1000000 series", "the first 5000 are read");
    // as a tree of JSON the same body takes more than a kilobyte for each of its series
    assertThat(spent).isLessThan(150L * SERIES);
  }

  @Test
  void aBodyBeyondTheLimitOfBytesIsNoAnswerAndTheStoreWasAskedForFewer() {
    try (FakeStore store = new FakeStore()) {
      store.answer("", body(20_000));
      PrometheusSettings settings =
          new PrometheusSettings(
              URI.create(store.address().shown()),
              Optional.empty(),
              Duration.ofSeconds(5),
              SERIES_MAX,
              1 << 16);
      try (PrometheusSource source = new PrometheusSource(settings)) {
        Selection answer =
            source.select(
                List.of(LabelMatcher.equalTo("job", "shop")),
                new Window(Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1060)),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5));
        assertThat(answer)
            .isInstanceOfSatisfying(
                Selection.Unavailable.class,
                not -> assertThat(not.detail()).contains(Integer.toString(1 << 16)));
      }
      assertThat(store.heard()).allMatch(asked -> asked.contains("limit=5001"));
    }
  }

  private static String body(int series) {
    StringBuilder body = new StringBuilder(64 * series);
    body.append("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
    for (int i = 0; i < series; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"metric\":{\"pod\":\"p")
          .append(i)
          .append("\"},\"values\":[[1000,\"1\"],[1015,\"2\"]]}");
    }
    return body.append("]}}").toString();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
