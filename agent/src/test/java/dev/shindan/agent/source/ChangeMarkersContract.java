package dev.shindan.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.ChangeMarkers.Marker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of told changes does. A subclass gives an instance. */
public abstract class ChangeMarkersContract {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.125Z");
  private static final Window HOUR = new Window(NOON, NOON.plusSeconds(3600));

  /** The same store, or one that shares its records, at every call; empty at first. */
  protected abstract ChangeMarkers markers();

  @Test
  void whatWasToldIsFoundAsItWasTold() throws InterruptedException {
    Change change = change(NOON.plusSeconds(60), "cart 1.8 'quoted' 診断 \u0000");
    assertThat(markers().keep(List.of(new Marker("ci/77", change)))).isEqualTo(1);
    assertThat(found(HOUR).changes()).containsExactly(change);
    assertThat(found(HOUR).complete()).isTrue();
    assertThat(markers().check()).isEmpty();
  }

  @Test
  void theSameKeyIsKeptOnceAndTheFirstTellingStays() throws InterruptedException {
    Change first = change(NOON, "first");
    assertThat(
            markers()
                .keep(
                    List.of(
                        new Marker("a", first),
                        new Marker("a", change(NOON, "again")),
                        new Marker("b", change(NOON.plusSeconds(1), "other")))))
        .isEqualTo(2);
    assertThat(markers().keep(List.of(new Marker("a", change(NOON, "later"))))).isZero();
    assertThat(found(HOUR).changes()).extracting(Change::text).containsExactly("other", "first");
  }

  @Test
  void aKeyOfAnyLengthIsTaken() {
    String key = "k".repeat(100_000);
    assertThat(markers().keep(List.of(new Marker(key + "1", change(NOON, "one"))))).isEqualTo(1);
    assertThat(markers().keep(List.of(new Marker(key + "2", change(NOON, "two"))))).isEqualTo(1);
  }

  @Test
  void onlyTheWindowIsFoundWithBothItsEnds() throws InterruptedException {
    int second = 0;
    for (Instant at :
        List.of(HOUR.start().minusMillis(1), HOUR.start(), HOUR.end(), HOUR.end().plusMillis(1))) {
      markers().keep(List.of(new Marker("k" + second++, change(at, at.toString()))));
    }
    assertThat(found(HOUR).changes())
        .extracting(Change::at)
        .containsExactly(HOUR.end(), HOUR.start());
  }

  @Test
  void aStoreThatWasNeverToldSaysSo() throws InterruptedException {
    assertThat(found(HOUR).changes()).isEmpty();
    assertThat(found(HOUR).searched()).contains("never told");
    markers().keep(List.of(new Marker("old", change(NOON.minusSeconds(86_400), "old"))));
    assertThat(found(HOUR).searched()).doesNotContain("never");
  }

  @Test
  void moreThanIsReadIsIncompleteAndTheLatestAreRead() throws InterruptedException {
    markers()
        .keep(
            IntStream.range(0, 2_001)
                .mapToObj(n -> new Marker("k" + n, change(NOON.plusSeconds(n), "c" + n)))
                .toList());
    assertThat(found(HOUR).complete()).isFalse();
    assertThat(found(HOUR).changes()).hasSize(2_000).extracting(Change::text).contains("c2000");
  }

  @Test
  void ofManyThatTellTheSameAtOnceOneIsKept() throws Exception {
    Callable<Integer> telling = () -> markers().keep(List.of(new Marker("a", change(NOON, "x"))));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      int kept = 0;
      for (var told : threads.invokeAll(java.util.Collections.nCopies(8, telling))) {
        kept += told.get();
      }
      assertThat(kept).isEqualTo(1);
    }
  }

  private Changes.Found found(Window window) throws InterruptedException {
    return (Changes.Found) markers().find(window, Duration.ofSeconds(10));
  }

  private static Change change(Instant at, String text) {
    return new Change(at, "ci", "deploy", "cart", text, "mika");
  }
}
