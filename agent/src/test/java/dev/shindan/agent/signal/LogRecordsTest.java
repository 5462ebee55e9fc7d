package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRecordsTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  @Test
  void aJvmTraceIsOneRecordWithItsCauses() {
    assertThat(
            joined(
                """
                order 7 failed
                java.lang.IllegalStateException: no stock
                \tat shop.Stock.take(Stock.java:12)
                \tat shop.Order.place(Order.java:40)
                Caused by: java.io.IOException: reset
                \tat shop.Wire.read(Wire.java:9)
                \t... 12 more
                order 8 placed
                """))
        .containsExactly(
            "order 7 failed | java.lang.IllegalStateException: no stock"
                + " | Caused by: java.io.IOException: reset",
            "order 8 placed");
  }

  @Test
  void aPythonTraceEndsWithItsException() {
    assertThat(
            joined(
                """
                job failed
                Traceback (most recent call last):
                  File "job.py", line 3, in run
                    step()
                ValueError: no such step
                job 8 began
                """))
        .containsExactly(
            "job failed | Traceback (most recent call last): | ValueError: no such step",
            "job 8 began");
  }

  @Test
  void framesDoNotChangeTheRecord() {
    String trace = "failed\njava.io.IOException: x\n\tat a.B.c(B.java:%d)\n";

    assertThat(joined(trace.formatted(1))).isEqualTo(joined(trace.formatted(99)));
  }

  @Test
  void anExceptionThatIsALineOfItsOwnStaysOne() {
    assertThat(joined("began\nTimeoutError: gave up\nended\n")).hasSize(3);
  }

  @Test
  void aRecordHasTheTimeOfItsFirstLine() {
    List<LogLine> lines =
        List.of(new LogLine(START, "a"), new LogLine(START.plusSeconds(9), "\tat b.C.d(C.java:1)"));

    assertThat(LogRecords.joined(lines)).containsExactly(new LogLine(START, "a"));
    assertThat(LogRecords.joined(List.of())).isEmpty();
  }

  private static List<String> joined(String text) {
    List<LogLine> lines = text.lines().map(line -> new LogLine(START, line)).toList();
    return LogRecords.joined(lines).stream().map(LogLine::text).toList();
  }
}
