package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JournalNewsTest {
  private static final Instant ONSET = Instant.parse("2026-11-01T03:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  private final List<JournalEntry> entries = new ArrayList<>();

  @Test
  void aSentenceThatWasNotLoggedBeforeIsFresh() {
    says(-2000, "cron job 17 failed");
    says(10, "connect to 10.0.0.7 failed");
    assertThat(fresh(true)).containsExactly("connect to 10.0.0.7 failed");
  }

  @Test
  void whatIsLoggedAllAlongIsNotFresh() {
    for (int seconds = -3600; seconds < 120; seconds += 60) {
      says(seconds, "connect to 10.0.0." + (seconds + 3700) / 60 + " failed");
    }
    assertThat(fresh(true)).isEmpty();
  }

  @Test
  void whatIsLoggedMuchMoreOftenIsFreshSinceTheOnset() {
    says(-3000, "connect to 10.0.0.7 failed");
    says(-1500, "connect to 10.0.0.7 failed");
    says(10, "connect to 10.0.0.7 failed");
    says(20, "connect to 10.0.0.8 failed");
    assertThat(fresh(true))
        .containsExactly("connect to 10.0.0.7 failed", "connect to 10.0.0.8 failed");
  }

  @Test
  void whatWasOnlyLoggedWellBeforeTheOnsetIsNotFresh() {
    says(-1200, "orders.service: Failed with result 'exit-code'.");
    assertThat(fresh(true)).isEmpty();
  }

  @Test
  void anAlertMayComeMinutesAfterTheFirstLine() {
    says(-290, "orders.service: Failed with result 'exit-code'.");
    assertThat(fresh(true)).hasSize(1);
  }

  @Test
  void whereTheEarlierEntriesAreMissingNothingIsKnownToBeOld() {
    for (int seconds = -200; seconds < 100; seconds += 10) {
      says(seconds, "connect failed");
    }
    assertThat(fresh(false)).hasSize(30);
  }

  @Test
  void theSameSentenceOfAnotherUnitIsAnother() {
    says(-1200, "exited");
    entries.add(entry(10, "payments.service", "exited"));
    assertThat(fresh(true)).containsExactly("exited");
  }

  private void says(long seconds, String message) {
    entries.add(entry(seconds, "orders.service", message));
  }

  private List<String> fresh(boolean whole) {
    entries.sort(Comparator.comparing(JournalEntry::time));
    return JournalNews.marked(entries, HOUR, TWO_MINUTES, whole).stream()
        .filter(JournalEntry::fresh)
        .map(JournalEntry::message)
        .toList();
  }

  private static JournalEntry entry(long seconds, String unit, String message) {
    return new JournalEntry(
        ONSET.plusSeconds(seconds), -seconds, seconds, "err", unit, unit, message, false, message);
  }
}
