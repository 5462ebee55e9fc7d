package dev.shindan.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How quantities are written on the page. */
final class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "-1000, 0.0 s",
    "9949, 9.9 s",
    "10000, 10 s",
    "119000, 119 s",
    "120000, 2 min",
    "300000, 5 min",
    "301000, 5 min 1 s",
    "359999, 5 min 59 s"
  })
  void aSpanIsWrittenWithoutWhatIsNothing(long millis, String words) {
    assertThat(Words.span(Duration.ofMillis(millis))).isEqualTo(words);
  }
}
