package dev.shindan.agent.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.tool.RawOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every trail store does. A subclass gives an instance. */
public abstract class TrailStoreContract {
  private static final String TRAIL = "inv-1";

  /** The same trails at every call within a test, perhaps seen by another process; first empty. */
  protected abstract TrailStore store();

  private static Event.Resumed event(String text) {
    return new Event.Resumed(text);
  }

  private static List<Event> texts(TrailStore store) {
    return store.read(TRAIL, 0).stream().map(Entry::event).toList();
  }

  @Test
  void anUnknownTrailIsEmpty() {
    assertThat(store().read("nowhere", 0)).isEmpty();
    assertThat(store().lastNumber("nowhere")).isZero();
    assertThat(store().find("nowhere", "0".repeat(64))).isEmpty();
  }

  @Test
  void entriesAreNumberedFromOneWithoutGaps() {
    store().append(TRAIL, 1, List.of(event("a"), event("b")), List.of());
    store().append(TRAIL, 3, List.of(event("c")), List.of());
    assertThat(store().read(TRAIL, 0)).extracting(Entry::number).containsExactly(1L, 2L, 3L);
    assertThat(texts(store())).containsExactly(event("a"), event("b"), event("c"));
    assertThat(store().lastNumber(TRAIL)).isEqualTo(3);
  }

  @Test
  void whatIsReturnedIsWhatIsReadLater() {
    List<Entry> appended = store().append(TRAIL, 1, List.of(event("a"), event("b")), List.of());
    assertThat(store().read(TRAIL, 0)).isEqualTo(appended);
  }

  @Test
  void readingAfterANumberLeavesOutWhatWasReadBefore() {
    store().append(TRAIL, 1, List.of(event("a"), event("b"), event("c")), List.of());
    assertThat(store().read(TRAIL, 2)).extracting(Entry::number).containsExactly(3L);
    assertThat(store().read(TRAIL, 3)).isEmpty();
    assertThat(store().read(TRAIL, 99)).isEmpty();
  }

  @Test
  void trailsDoNotSeeEachOther() {
    store().append(TRAIL, 1, List.of(event("a")), List.of(RawOutput.of("mine")));
    store().append("inv-2", 1, List.of(event("b")), List.of());
    assertThat(texts(store())).containsExactly(event("a"));
    assertThat(store().find("inv-2", RawOutput.of("mine").hash())).isEmpty();
  }

  @Test
  void aNumberThatIsTakenFencesAndLeavesNothingBehind() {
    store().append(TRAIL, 1, List.of(event("a"), event("b")), List.of());
    RawOutput raw = RawOutput.of("late");
    assertThatThrownBy(
            () -> store().append(TRAIL, 2, List.of(event("x"), event("y")), List.of(raw)))
        .isInstanceOf(TrailStore.Fenced.class);
    assertThat(texts(store())).containsExactly(event("a"), event("b"));
    assertThat(store().find(TRAIL, raw.hash())).isEmpty();
  }

  @Test
  void aGapFences() {
    assertThatThrownBy(() -> store().append(TRAIL, 2, List.of(event("x")), List.of()))
        .isInstanceOf(TrailStore.Fenced.class);
    store().append(TRAIL, 1, List.of(event("a")), List.of());
    assertThatThrownBy(() -> store().append(TRAIL, 3, List.of(event("x")), List.of()))
        .isInstanceOf(TrailStore.Fenced.class);
    assertThat(texts(store())).containsExactly(event("a"));
  }

  @Test
  void rawOutputComesBackByteForByte() {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    RawOutput noise = new RawOutput(bytes, 12_345);
    RawOutput nothing = RawOutput.of("");
    store().append(TRAIL, 1, List.of(event("a")), List.of(noise, nothing, noise));
    store().append(TRAIL, 2, List.of(event("b")), List.of(noise));
    RawOutput found = store().find(TRAIL, noise.hash()).orElseThrow();
    assertThat(found.bytes()).isEqualTo(bytes);
    assertThat(found.omittedBytes()).isEqualTo(12_345);
    assertThat(store().find(TRAIL, nothing.hash()).orElseThrow().bytes()).isEmpty();
  }

  @Test
  void anyTextSurvives() {
    Event odd = event("line\nbreak \u0000 nul \"quote\" \\ 診断 \uD83D\uDE80 ' ; DROP TABLE entries");
    store().append(TRAIL, 1, List.of(odd), List.of());
    assertThat(texts(store())).containsExactly(odd);
  }

  @Test
  void ofManyThatAppendTheSameNumberExactlyOneWins() throws Exception {
    int workers = 6;
    for (int round = 1; round <= 10; round++) {
      long number = round;
      CyclicBarrier start = new CyclicBarrier(workers);
      List<Callable<Boolean>> racers =
          IntStream.range(0, workers)
              .<Callable<Boolean>>mapToObj(
                  worker ->
                      () -> {
                        start.await();
                        return wins(number, "round " + number + " worker " + worker);
                      })
              .toList();
      assertThat(results(racers)).containsOnlyOnce(true).hasSize(workers);
      assertThat(store().lastNumber(TRAIL)).isEqualTo(round);
    }
  }

  private boolean wins(long number, String text) {
    try {
      store().append(TRAIL, number, List.of(event(text)), List.of());
      return true;
    } catch (TrailStore.Fenced fenced) {
      return false;
    }
  }

  @Test
  void manyTrailsGrowAtOnce() throws Exception {
    List<Callable<Boolean>> writers =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                trail ->
                    () -> {
                      for (long number = 1; number <= 20; number++) {
                        store().append("t" + trail, number, List.of(event("e")), List.of());
                      }
                      return store().lastNumber("t" + trail) == 20;
                    })
            .toList();
    assertThat(results(writers)).containsOnly(true);
  }

  private static List<Boolean> results(List<Callable<Boolean>> tasks) throws Exception {
    List<Boolean> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
    }
    return results;
  }

  @Test
  void aListenerHearsWhatWasAppendedUntilItUnsubscribes() {
    List<String> heard = new ArrayList<>();
    TrailStore store = store();
    TrailFeed feed = (TrailFeed) store;
    TrailFeed.Subscription subscription =
        feed.onAppend(
            (trail, last) -> heard.add(trail + "#" + last + " of " + store.lastNumber(trail)));
    store.append(TRAIL, 1, List.of(event("a"), event("b")), List.of());
    assertThatThrownBy(() -> store.append(TRAIL, 1, List.of(event("x")), List.of()))
        .isInstanceOf(TrailStore.Fenced.class);
    subscription.close();
    store.append(TRAIL, 3, List.of(event("c")), List.of());
    assertThat(heard).containsExactly("inv-1#2 of 2");
  }

  @Test
  void everyEventComesBackEqual() {
    List<Event> samples = EventSamples.all();
    store().append(TRAIL, 1, samples, List.of());
    assertThat(texts(store())).isEqualTo(samples);
  }
}
