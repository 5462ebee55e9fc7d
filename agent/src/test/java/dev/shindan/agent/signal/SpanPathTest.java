package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SpanPathTest {
  private static final Instant START = Instant.parse("2026-11-24T13:00:00Z");

  private static Span span(String trace, String id, String parent, int offset, int millis) {
    return new Span(
        trace,
        id,
        parent.isEmpty() ? Optional.empty() : Optional.of(parent),
        "s" + id,
        "run",
        START.plusMillis(offset),
        millis * 1000L,
        false,
        Map.of());
  }

  @Test
  void theLongestCallOfTheSlowestTraceIsFollowed() {
    List<Span> before = List.of(span("b", "1", "", 0, 30), span("b", "2", "1", 5, 10));
    List<Span> since =
        List.of(
            span("fast", "1", "", 0, 50),
            span("slow", "1", "", 0, 100),
            span("slow", "2", "1", 10, 60),
            span("slow", "3", "1", 70, 20),
            span("slow", "4", "2", 20, 30));

    SpanPath path = SpanPath.slowest(before, since).orElseThrow();

    assertThat(path.hops())
        .extracting(hop -> hop.span().service())
        .containsExactly("s1", "s2", "s4");
    assertThat(path.hops())
        .extracting(SpanPath.Hop::selfMicros)
        .containsExactly(20_000L, 30_000L, 30_000L);
    assertThat(path.hops())
        .extracting(SpanPath.Hop::selfMicrosBefore)
        .containsExactly(Optional.of(20_000.0), Optional.of(10_000.0), Optional.empty());
    assertThat(path.hops().getLast().offset()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void aCallThatSeemsToBeginBeforeItsCallerIsDrawnWithItsCaller() {
    SpanPath path =
        SpanPath.slowest(
                List.of(), List.of(span("a", "1", "", 0, 100), span("a", "2", "1", -500, 90)))
            .orElseThrow();

    assertThat(path.hops()).extracting(SpanPath.Hop::offset).containsOnly(Duration.ZERO);
  }

  @Test
  void spansThatCallEachOtherInARingHaveNoPath() {
    assertThat(
            SpanPath.slowest(
                List.of(), List.of(span("a", "1", "2", 0, 9), span("a", "2", "1", 0, 9))))
        .isEmpty();
    assertThat(SpanPath.slowest(List.of(), List.of())).isEmpty();
  }
}
