package dev.shindan.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JoinedMetricsTest {
  private static final Window WINDOW =
      new Window(Instant.parse("2026-11-24T12:00:00Z"), Instant.parse("2026-11-24T13:00:00Z"));

  @Test
  void theSeriesOfAllStoresAreFoundTogether() {
    Selection.Found found = (Selection.Found) select(holding("one"), holding("two"));
    assertThat(found.series()).extracting(Series::name).containsExactly("one", "two");
    assertThat(found.complete()).isTrue();
    assertThat(found.origin()).isEqualTo("store of one; store of two");
  }

  @Test
  void aStoreThatDoesNotAnswerLeavesTheRestIncomplete() {
    Selection.Found found = (Selection.Found) select(NoStore.INSTANCE, holding("two"));
    assertThat(found.series()).extracting(Series::name).containsExactly("two");
    assertThat(found.complete()).isFalse();
    assertThat(found.origin()).contains("not answered: no such store");
  }

  @Test
  void nothingFoundWhileOneIsSilentIsNoAnswer() {
    MetricSource empty = new Held(List.of(), "empty");
    assertThat(select(empty, NoStore.INSTANCE)).isInstanceOf(Selection.Unavailable.class);
    assertThat(((Selection.Found) select(empty, empty)).series()).isEmpty();
  }

  @Test
  void theCheckNamesEveryProblem() {
    assertThat(new JoinedMetrics(List.of(holding("one"), NoStore.INSTANCE)).check()).isPresent();
    assertThat(new JoinedMetrics(List.of(holding("one"))).check()).isEmpty();
  }

  private static Selection select(MetricSource... sources) {
    return new JoinedMetrics(List.of(sources))
        .select(
            List.of(LabelMatcher.equalTo("instance", "a")),
            WINDOW,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10));
  }

  private static MetricSource holding(String name) {
    return new Held(
        List.of(new Series(Map.of("__name__", name), new long[] {1}, new double[] {1})),
        "store of " + name);
  }

  private record Held(List<Series> series, String origin) implements MetricSource {
    @Override
    public Selection select(
        List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
      return new Selection.Found(series, true, origin);
    }

    @Override
    public Optional<String> check() {
      return Optional.empty();
    }
  }
}
