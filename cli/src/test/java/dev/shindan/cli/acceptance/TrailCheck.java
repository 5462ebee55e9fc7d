package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold of the trail of an investigation that has concluded, whatever happened to it. */
final class TrailCheck {
  /** No tool is asked the same question again this soon after its answer. */
  private static final Duration FRESH_AT_LEAST = Duration.ofSeconds(5);

  private TrailCheck() {}

  static void holds(List<Entry> trail) {
    for (int index = 0; index < trail.size(); index++) {
      assertThat(trail.get(index).number()).isEqualTo(index + 1L);
    }
    assertThat(count(trail, Event.Opened.class)).as("opened").isEqualTo(1);
    assertThat(count(trail, Event.Concluded.class)).as("concluded").isEqualTo(1);
    assertThat(count(trail, Event.Aborted.class)).as("aborted").isZero();
    everyCallIsAnsweredOnce(trail);
    noAnsweredQuestionIsAskedAgain(trail);
  }

  static long count(List<Entry> trail, Class<? extends Event> type) {
    return trail.stream().filter(entry -> type.isInstance(entry.event())).count();
  }

  private static void everyCallIsAnsweredOnce(List<Entry> trail) {
    List<Long> called =
        trail.stream()
            .filter(entry -> entry.event() instanceof Event.Called)
            .map(Entry::number)
            .toList();
    List<Long> answered =
        trail.stream()
            .filter(entry -> entry.event() instanceof Event.Answered)
            .map(entry -> ((Event.Answered) entry.event()).call())
            .toList();
    assertThat(called).as("calls").isNotEmpty();
    assertThat(answered).as("answered calls").containsExactlyInAnyOrderElementsOf(called);
  }

  private static void noAnsweredQuestionIsAskedAgain(List<Entry> trail) {
    Map<Long, String> keys = new HashMap<>();
    Map<String, Instant> answeredAt = new HashMap<>();
    for (Entry entry : trail) {
      switch (entry.event()) {
        case Event.Called called -> {
          String key = called.call().key();
          keys.put(entry.number(), key);
          Instant before = answeredAt.get(key);
          if (before != null) {
            assertThat(Duration.between(before, entry.at()))
                .as("%s was asked again by #%s", key, entry.number())
                .isGreaterThan(FRESH_AT_LEAST);
          }
        }
        case Event.Answered answered ->
            answeredAt.put(
                keys.getOrDefault(answered.call(), "unknown call"), answered.observedAt());
        default -> {}
      }
    }
  }
}
