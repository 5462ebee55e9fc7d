package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogComparisonTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final Instant ONSET = START.plusSeconds(3_600);
  private static final Window BASELINE = new Window(START, ONSET);
  private static final Window WINDOW = new Window(ONSET, ONSET.plusSeconds(600));
  private static final LogComparison COMPARISON = new LogComparison(BASELINE, WINDOW);

  @Test
  void aSentenceThatWasNeverWrittenBeforeIsFresh() {
    List<LogLine> since = every(10, WINDOW, "order %d placed");
    since.add(new LogLine(ONSET.plusSeconds(33), "pool of 20 connections exhausted"));

    LogChanges changes = COMPARISON.between(every(10, BASELINE, "order %d placed"), since);

    assertThat(changes.freshCount()).isEqualTo(1);
    assertThat(changes.fresh().getFirst().template())
        .isEqualTo("pool of <number> connections exhausted");
    assertThat(changes.fresh().getFirst().firstAt()).isEqualTo(ONSET.plusSeconds(33));
    assertThat(changes.shifted()).isEmpty();
    assertThat(changes.vanished()).isEmpty();
  }

  @Test
  void aSentenceThatStopsHasVanished() {
    List<LogLine> before = every(10, BASELINE, "order %d placed");
    before.addAll(every(5, BASELINE, "heartbeat %d sent"));

    LogChanges changes = COMPARISON.between(before, every(10, WINDOW, "order %d placed"));

    assertThat(changes.vanished())
        .extracting(LogChange::template)
        .containsExactly("heartbeat <number> sent");
    assertThat(changes.vanished().getFirst().z()).isNegative();
  }

  @Test
  void aRareSentenceThatIsMissingHasNotVanished() {
    List<LogLine> before = every(10, BASELINE, "order %d placed");
    before.add(new LogLine(START, "rotated the log"));

    assertThat(COMPARISON.between(before, every(10, WINDOW, "order %d placed")).vanished())
        .isEmpty();
  }

  @Test
  void aRateThatGrowsTenfoldIsShifted() {
    LogChanges changes =
        COMPARISON.between(every(20, BASELINE, "retry %d"), every(2, WINDOW, "retry %d"));

    assertThat(changes.shifted()).hasSize(1);
    assertThat(changes.shifted().getFirst().perMinute()).isEqualTo(30);
    assertThat(changes.shifted().getFirst().perMinuteBefore()).isEqualTo(3);
  }

  @Test
  void burstsOfTheBaselineAreNoShift() {
    List<LogLine> before = new ArrayList<>();
    for (int burst = 0; burst < 4; burst++) {
      Instant at = START.plusSeconds(burst * 900L);
      every(1, new Window(at, at.plusSeconds(40)), "sync of row %d").forEach(before::add);
    }
    List<LogLine> since = every(1, new Window(ONSET, ONSET.plusSeconds(60)), "sync of row %d");

    assertThat(COMPARISON.between(before, since).shifted()).isEmpty();
  }

  @Test
  void errorsLeadAmongTheFresh() {
    List<LogLine> since = every(200, WINDOW, "mood is %d");
    since.add(new LogLine(ONSET, "connection refused by peer"));

    assertThat(COMPARISON.between(every(10, BASELINE, "x"), since).fresh().getFirst().template())
        .contains("refused");
  }

  @Test
  void theOrderOfLinesDoesNotMatter() {
    List<LogLine> before = every(7, BASELINE, "order %d placed");
    List<LogLine> since = every(3, WINDOW, "order %d refused");
    LogChanges changes = COMPARISON.between(before, since);
    Collections.shuffle(before, new Random(1));
    Collections.shuffle(since, new Random(2));

    assertThat(COMPARISON.between(before, since)).isEqualTo(changes);
  }

  @Test
  void theAnswerIsSmallHoweverMuchIsNew() {
    List<LogLine> since = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      since.add(
          new LogLine(ONSET, "\"\"word".repeat(i % 60 + 1) + " failed \u0001 " + "é".repeat(i)));
    }

    LogChanges changes = COMPARISON.between(every(1, BASELINE, "vanish \"\"".repeat(20)), since);

    assertThat(changes.freshCount()).isGreaterThan(10);
    assertThat(Json.write(changes).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_048);
  }

  @Test
  void nothingBeforeOrSinceIsAnswered() {
    assertThat(COMPARISON.between(List.of(), List.of()).templates()).isZero();
    assertThat(COMPARISON.between(List.of(), every(9, WINDOW, "x")).freshCount()).isEqualTo(1);
    assertThat(COMPARISON.between(every(9, BASELINE, "x"), List.of()).vanishedCount()).isEqualTo(1);
  }

  private static List<LogLine> every(int seconds, Window window, String form) {
    List<LogLine> lines = new ArrayList<>();
    int i = 0;
    for (Instant at = window.start(); at.isBefore(window.end()); at = at.plusSeconds(seconds)) {
      lines.add(new LogLine(at, form.replace("%d", Integer.toString(i++))));
    }
    return lines;
  }
}
