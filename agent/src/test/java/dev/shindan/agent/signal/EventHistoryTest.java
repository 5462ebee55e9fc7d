package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.shindan.agent.signal.DetectedEvent.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EventHistoryTest {
  private static final DetectedEvent BUSY = event("web-0", Kind.PROCESSOR_UP);
  private static final DetectedEvent FULL = event("web-0", Kind.RESOURCE_UP);

  @Test
  void whatIsThereEveryTimeSaysNothing() {
    EventHistory history =
        EventHistory.of(List.of(Set.of(BUSY), Set.of(BUSY), Set.of(BUSY), Set.of(BUSY, FULL)));

    assertThat(history.rarity(BUSY)).isCloseTo(0.05, within(0.05));
    assertThat(history.rarity(FULL)).isBetween(0.4, 0.9);
    assertThat(history.rarity(event("db-0", Kind.LINES))).isEqualTo(1);
  }

  @Test
  void withoutAHistoryEverythingIsNew() {
    assertThat(EventHistory.of(List.of()).rarity(BUSY)).isEqualTo(1);
    assertThat(EventHistory.of(List.of()).suspicions(Set.of())).isEmpty();
  }

  @Test
  void whatAllOfAGroupShareSpeaksLessAgainstEach() {
    DetectedEvent peer = event("web-1", Kind.PROCESSOR_UP);
    EventHistory history = EventHistory.of(List.of());

    assertThat(history.suspicions(Set.of(BUSY)))
        .singleElement()
        .satisfies(found -> assertThat(found.strength()).isEqualTo(1));
    assertThat(history.suspicions(Set.of(BUSY, peer)))
        .hasSize(2)
        .allSatisfy(found -> assertThat(found.strength()).isEqualTo(0.25));
  }

  private static DetectedEvent event(String target, Kind kind) {
    return new DetectedEvent(target, target.replaceFirst("-\\d+$", ""), kind, "seen");
  }
}
