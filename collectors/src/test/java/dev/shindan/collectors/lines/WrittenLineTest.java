package dev.shindan.collectors.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.source.LogLevel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrittenLineTest {
  private static final WrittenTime TIMES =
      new WrittenTime(ZoneOffset.ofHours(9), Instant.parse("2026-11-24T04:30:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-24T13:12:56.123Z INFO ready|2026-11-24T13:12:56.123Z",
        "2026-11-24 13:12:56,123 ERROR no zone is local|2026-11-24T04:12:56.123Z",
        "2026-11-24 13:12:56.5 UTC [17] LOG:  checkpoint|2026-11-24T13:12:56.500Z",
        "[2026-11-24T13:12:56+0900] offset|2026-11-24T04:12:56Z",
        "2026/11/24 13:12:56 [error] 12#12: *1 upstream timed out|2026-11-24T04:12:56Z",
        "Nov 24 13:12:56 app1 sshd[1]: Accepted|2026-11-24T04:12:56Z",
        "Nov  4 13:12:56 app1 cron[1]: run|2026-11-04T04:12:56Z",
        "10.0.0.1 - - [24/Nov/2026:13:12:56 +0000] \"GET / HTTP/1.1\" 200 1|2026-11-24T13:12:56Z"
      })
  void theTimeIsFoundNearTheBeginning(String line, String time) {
    assertThat(WrittenLine.read(line, TIMES).time()).contains(Instant.parse(time));
  }

  @Test
  void aLineWithoutATimeBelongsToTheOneBefore() {
    assertThat(WrittenLine.read("\tat shop.Cart.add(Cart.java:12)", TIMES).time()).isEmpty();
    assertThat(WrittenLine.read("2026-13-77 99:99:99 no such day", TIMES).time()).isEmpty();
  }

  @Test
  void lateDecemberReadInJanuaryIsOfTheYearBefore() {
    WrittenTime january = new WrittenTime(ZoneOffset.UTC, Instant.parse("2027-01-01T00:10:00Z"));
    assertThat(january.in("Dec 31 23:59:50 app1 x: y"))
        .isEqualTo(Optional.of(Instant.parse("2026-12-31T23:59:50Z")));
  }

  @Test
  void aJsonLineGivesTimeLevelMessageAndTrace() {
    WrittenLine line =
        WrittenLine.read(
            "{\"ts\":1795525976.5,\"severity\":\"ERROR\",\"msg\":\"failed\",\"stack_trace\":\"at"
                + " a\\nat b\"}",
            TIMES);
    assertThat(line)
        .isEqualTo(
            new WrittenLine(
                Optional.of(Instant.parse("2026-11-24T13:12:56.500Z")),
                LogLevel.ERROR,
                "failed\nat a\nat b"));
  }

  @Test
  void whatAJsonLineSaysOfItsErrorGoesOnWithTheMessage() {
    assertThat(message("{\"msg\":\"order failed\",\"error\":\"FATAL: no slots\"}"))
        .isEqualTo("order failed: FATAL: no slots");
    assertThat(message("{\"msg\":\"order failed\",\"err\":\"first\\nat a\"}"))
        .isEqualTo("order failed\nfirst\nat a");
    assertThat(message("{\"msg\":\"order failed: no slots\",\"error\":\"no slots\"}"))
        .isEqualTo("order failed: no slots");
    assertThat(message("{\"msg\":\"order failed\",\"error\":true}")).isEqualTo("order failed");
  }

  private static String message(String line) {
    return WrittenLine.read(line, TIMES).message();
  }

  @Test
  void theFramesOfContainerRuntimesAreTakenOff() {
    assertThat(
            WrittenLine.read(
                "{\"log\":\"{\\\"level\\\":\\\"warn\\\",\\\"msg\\\":\\\"slow\\\"}\\n\","
                    + "\"stream\":\"stderr\",\"time\":\"2026-11-24T13:12:56.1Z\"}",
                TIMES))
        .isEqualTo(
            new WrittenLine(
                Optional.of(Instant.parse("2026-11-24T13:12:56.100Z")), LogLevel.WARNING, "slow"));
    assertThat(WrittenLine.read("2026-11-24T13:12:56.123456789Z stderr F FATAL: gone", TIMES))
        .isEqualTo(
            new WrittenLine(
                Optional.of(Instant.parse("2026-11-24T13:12:56.123456789Z")),
                LogLevel.FATAL,
                "FATAL: gone"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026/11/24 13:12:56 [error] 1#1: upstream|ERROR",
        "level=warn msg=slow|WARNING",
        "an error in lower case may be prose|UNKNOWN",
        "10.0.0.1 - - [x] \"GET / HTTP/1.1\" 502 157|ERROR",
        "10.0.0.1 - - [x] \"GET / HTTP/1.1\" 404 157|UNKNOWN"
      })
  void theLevelIsReadWhereItIsWrittenAsOne(String line, LogLevel level) {
    assertThat(WrittenLine.levelIn(line)).isEqualTo(level);
  }
}
