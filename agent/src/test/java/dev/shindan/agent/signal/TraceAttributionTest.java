package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.signal.StepChange.Kind;
import dev.shindan.agent.signal.Suspicion.Signal;
import dev.shindan.agent.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TraceAttributionTest {
  private static final int RUNS = 10;

  @Test
  void latencyBelongsToTheOperationWhoseOwnTimeGrew() {
    TraceChanges changes = TraceAttribution.compare(shop(1_000, 100), shop(1_000, 90_000));

    assertThat(changes.slow().getFirst().service()).isEqualTo("stock");
    assertThat(changes.slow().getFirst().slowdown().medianAfterMicros())
        .isBetween(90_000.0, 90_010.0);
    assertThat(changes.slow().stream().filter(slow -> slow.strength() > 0))
        .extracting(SlowOperation::service)
        .containsExactly("stock");
  }

  @Test
  void timeBetweenTwoServicesIsTheWaitOfTheCallerForTheCallee() {
    TraceChanges changes = TraceAttribution.compare(shop(1_000, 100), shop(80_000, 100));

    SlowOperation slowest = changes.slow().getFirst();
    assertThat(slowest.service()).isEqualTo("web");
    assertThat(slowest.callee()).contains("stock");
    assertThat(TraceSuspicions.of(changes))
        .filteredOn(suspicion -> suspicion.strength() > 0.1)
        .extracting(Suspicion::target)
        .containsExactly("stock");
  }

  @Test
  void aCallerThatWaitsForAllItsCalleesIsSlowItself() {
    TraceScene before = new TraceScene();
    TraceScene after = new TraceScene();
    for (int i = 0; i < RUNS; i++) {
      fanOut(before, 1_000);
      fanOut(after, 90_000);
    }

    List<Suspicion> found =
        TraceSuspicions.of(TraceAttribution.compare(before.activity(), after.activity()));

    assertThat(
            new SuspectRanking(
                    Set.of(Signal.TRACES), DependencyGraph.of(List.of()), Optional.empty())
                .rank(found)
                .ranked()
                .getFirst()
                .target())
        .isEqualTo("web");
  }

  @Test
  void anErrorStartsWhereNothingThatWasCalledHasFailed() {
    TraceScene before = new TraceScene();
    TraceScene after = new TraceScene();
    for (int i = 0; i < RUNS; i++) {
      before.trace().span("a", "", "web", "GET", 0, 100).span("b", "a", "stock", "find", 10, 50);
      after.trace().failed("a", "", "web", "GET", 0, 100).failed("b", "a", "stock", "find", 10, 50);
    }

    TraceChanges changes = TraceAttribution.compare(before.activity(), after.activity());

    assertThat(changes.steps())
        .filteredOn(step -> step.kind() == Kind.FAILURE)
        .extracting(StepChange::service)
        .containsExactly("stock");
  }

  @Test
  void aCallThatIsNoLongerMadeIsAStepThatIsGone() {
    TraceScene after = new TraceScene();
    for (int i = 0; i < RUNS; i++) {
      after.trace().span("a", "", "web", "GET", 0, 2_000);
    }

    TraceChanges changes = TraceAttribution.compare(shop(1_000, 100), after.activity());

    StepChange strongest = changes.steps().getFirst();
    assertThat(strongest.gone()).isTrue();
    assertThat(strongest.kind()).isEqualTo(Kind.CALL);
    assertThat(strongest.step()).isEqualTo("web call");
    assertThat(strongest.shift().before()).isEqualTo(1);
    assertThat(strongest.shift().after()).isZero();
  }

  @Test
  void aLineThatIsNoLongerWrittenCountsByRunAndNotByMinute() {
    TraceScene before = new TraceScene();
    TraceScene after = new TraceScene();
    for (int i = 0; i < 5 * RUNS; i++) {
      before.trace().span("a", "", "web", "GET", 0, 10).line("a", "done", false);
      if (i % 5 == 0) {
        after.trace().span("a", "", "web", "GET", 0, 10).line("a", "done", false);
      }
    }
    assertThat(TraceAttribution.compare(before.activity(), after.activity()).steps()).isEmpty();

    for (int i = 0; i < RUNS; i++) {
      after.trace().span("a", "", "web", "GET", 0, 10).line("a", "no such item", true);
    }
    assertThat(TraceAttribution.compare(before.activity(), after.activity()).steps())
        .extracting(StepChange::step)
        .containsExactly("done", "no such item"); // equally strong: by name
  }

  @Test
  void callsRepeatedAfterFailuresAreRetriesAndOtherwiseFanOut() {
    TraceScene once = new TraceScene();
    TraceScene retried = new TraceScene();
    TraceScene fannedOut = new TraceScene();
    for (int i = 0; i < RUNS; i++) {
      once.trace().span("a", "", "web", "GET", 0, 100).span("b", "a", "db", "query", 10, 5);
      retried
          .trace()
          .span("a", "", "web", "GET", 0, 100)
          .failed("b", "a", "db", "query", 10, 5)
          .span("c", "a", "db", "query", 20, 5);
      fannedOut
          .trace()
          .span("a", "", "web", "GET", 0, 100)
          .span("b", "a", "db", "query", 10, 5)
          .span("c", "a", "db", "query", 20, 5);
    }

    assertThat(TraceAttribution.compare(once.activity(), retried.activity()).counts())
        .singleElement()
        .satisfies(count -> assertThat(count.retries()).isTrue())
        .satisfies(count -> assertThat(count.perRunAfter()).isEqualTo(2));
    assertThat(TraceAttribution.compare(once.activity(), fannedOut.activity()).counts())
        .singleElement()
        .satisfies(count -> assertThat(count.retries()).isFalse());
  }

  @Test
  void aServiceThatWasNotCalledBeforeIsANewEdge() {
    TraceScene after = new TraceScene();
    after.trace().span("a", "", "web", "GET", 0, 100).span("b", "a", "mirror", "find", 10, 50);

    assertThat(TraceAttribution.compare(shop(1_000, 100), after.activity()).newEdges())
        .extracting(DependencyGraph.Edge::callee)
        .containsExactly("mirror");
  }

  @Test
  void nothingBeforeOrAfterChangesNothing() {
    TracedActivity nothing = TracedActivity.of(List.of());
    for (TraceChanges changes :
        List.of(
            TraceAttribution.compare(nothing, nothing),
            TraceAttribution.compare(nothing, shop(1_000, 100)),
            TraceAttribution.compare(shop(1_000, 100), nothing))) {
      assertThat(changes.slow()).isEmpty();
      assertThat(changes.steps()).isEmpty();
      assertThat(changes.newEdges()).isEmpty();
      assertThat(TraceSuspicions.of(changes)).isEmpty();
    }
  }

  @Test
  void theOrderOfTheSpansDoesNotMatterNorDoSpansDeliveredTwice() {
    TracedActivity after = shop(80_000, 100);
    List<Span> shuffled = new ArrayList<>(after.spans());
    shuffled.addAll(after.spans());
    Collections.shuffle(shuffled, new Random(7));

    TraceChanges ordered = TraceAttribution.compare(shop(1_000, 100), after);
    TraceChanges disordered =
        TraceAttribution.compare(shop(1_000, 100), TracedActivity.of(shuffled));

    assertThat(disordered.slow()).isEqualTo(ordered.slow());
    assertThat(disordered.steps()).isEqualTo(ordered.steps());
  }

  @Test
  void aSpanThatIsItsOwnParentOrWhoseParentIsMissingIsARoot() {
    TraceScene odd = new TraceScene();
    odd.trace().span("a", "a", "web", "GET", 0, 100).span("b", "gone", "stock", "find", 10, 50);

    SpanForest forest = new SpanForest(odd.activity().spans());

    assertThat(forest.spans()).allSatisfy(span -> assertThat(forest.children(span)).isEmpty());
    assertThat(forest.spans().stream().filter(forest::isRoot)).hasSize(1);
  }

  @Test
  void ownTimeLeavesOutChildrenThatOverlapAndThoseThatOutliveTheirParent() {
    TraceScene scene = new TraceScene();
    scene
        .trace()
        .span("a", "", "web", "GET", 0, 100)
        .span("b", "a", "web", "one", 10, 40)
        .span("c", "a", "web", "two", 30, 40)
        .span("d", "a", "web", "three", 90, 500);

    SpanForest forest = new SpanForest(scene.activity().spans());

    assertThat(forest.selfMicros(scene.activity().spans().getFirst())).isEqualTo(100 - 60 - 10);
  }

  /** A page that calls a stock service, which works for some time of its own. */
  private static TracedActivity shop(long gapMicros, long workMicros) {
    TraceScene scene = new TraceScene();
    for (int i = 0; i < RUNS; i++) {
      long answer = workMicros + i;
      scene
          .trace()
          .span("a", "", "web", "GET", 0, 2_000 + gapMicros + answer)
          .span("b", "a", "web", "call", 500, gapMicros + answer)
          .span("c", "b", "stock", "find", 500 + gapMicros / 2, answer);
    }
    return scene.activity();
  }

  private static void fanOut(TraceScene scene, long gapMicros) {
    scene.trace().span("a", "", "web", "GET", 0, 4 * gapMicros + 1_000);
    for (int i = 0; i < 3; i++) {
      String call = "call" + i;
      long start = 100 + i * (gapMicros + 20);
      scene
          .span(call, "a", "web", call, start, gapMicros + 10)
          .span("in" + i, call, "callee" + i, "find", start + 5, 10);
    }
  }
}
