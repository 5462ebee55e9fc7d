package dev.shindan.agent.investigate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.trail.Event;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Law 1: a quote stands in the stored output, a number is a recorded fact of a cited entry. */
final class CitationCheckTest {
  /** #2 observed 93.4 % used and 3,221,225,472 bytes free; #4 failed; #6 is what a person said. */
  private final WrittenTrail trail =
      new WrittenTrail(List.of("app1"))
          .observed("disk", "app1", Optional.empty())
          .answered(
              "log",
              "app1",
              Optional.empty(),
              new ToolAnswer.Failed(FailureKind.TIMED_OUT, "journal on app1 took 20 s"))
          .add(new Event.Said("m1", "ann", "we deployed 3 times"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the disk of app1 is 93.4 % used          | 2 | 93% /data ",
        "the disk is 93 % used                    | 2 | ''        ",
        "3 GiB are free                           | 2 | ''        ",
        "3.2 GB are free                          | 2 | ''        ",
        "the disk is nearly full                  | 2 | ''        ",
        "the log took longer than 20 s            | 4 | 20 s      ",
        "a person says they deployed 3 times      | 6 | deployed 3",
        "db:5432 on 10.0.0.20 since 10:15, see #2 | 2 | ''        ",
      })
  void holds(String text, long entry, String quote) {
    assertThat(problem(text, entry, quote)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the disk is full          | 2 | 100% /data | the quote is not in the stored output",
        "the disk is 94 % used     | 2 | ''         | the number 94 is no recorded fact",
        "the disk is 93.5 % used   | 2 | ''         | the number 93.5 is no recorded fact",
        "4 GiB are free            | 2 | ''         | the number 4 is no recorded fact",
        "nothing listens           | 1 | ''         | #1 is no answered call",
        "nothing listens           | 3 | ''         | #3 is no answered call",
        "nothing listens           | 99| ''         | #99 is no answered call",
        "port 5432 is closed       | 2 | ''         | the number 5432 is no recorded fact",
      })
  void isStruck(String text, long entry, String quote, String why) {
    assertThat(problem(text, entry, quote).orElse("it stands")).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"all is well", "93 % used"})
  void sentenceWithoutACitationIsStruck(String text) {
    assertThat(
            new CitationCheck(trail.caseFile(), trail.raws())
                .problemWith(new Claim(text, List.of())))
        .contains("the sentence cites no entry");
  }

  private Optional<String> problem(String text, long entry, String quote) {
    return new CitationCheck(trail.caseFile(), trail.raws())
        .problemWith(new Claim(text, List.of(new Citation(entry, quote))));
  }
}
