package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real hosts that are hard to look at: each ends as it should, and no other host suffers. */
final class LabAdversitiesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path labDirectory;
  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private static Lab lab;

  /** Before each, so that every test that is left out is counted as left out. */
  @BeforeEach
  void up() throws Exception {
    if (lab == null) {
      lab = Lab.up(labDirectory);
    }
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.close();
    }
  }

  @AfterEach
  void undo() throws Exception {
    if (lab != null) {
      lab.undo();
    }
  }

  @Test
  void aHostThatShowsAnotherKeyIsLeftAloneAndNamed() throws Exception {
    Verdict verdict = verdictUnder("host_key_swapped", "is anything wrong on app1 or db?");

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("app1").contains("known_hosts"))
        .noneSatisfy(line -> assertThat(line).contains("db").contains("known_hosts"));
  }

  @Test
  void aHostThatAcceptsAndSaysNothingHoldsUpNoOther() throws Exception {
    Verdict verdict = verdictUnder("host_frozen", "is anything wrong on app2 or db?");

    assertThat(verdict.outcome()).isNotEqualTo(Outcome.NO_FAULT);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("app2").contains("timed out"))
        .noneSatisfy(line -> assertThat(line).startsWith("uptime").contains("db"));
  }

  @Test
  void programsThatAreNotThereAreNamedAndNotTakenForHealth() throws Exception {
    Verdict verdict = verdictUnder("programs_missing", "is anything wrong on app2?");

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("app2").contains("/usr/bin/ss"))
        .anySatisfy(line -> assertThat(line).contains("app2").contains("/usr/bin/iostat"));
  }

  @Test
  void aHostUnderALoadOfFiftyIsSpared() throws Exception {
    Verdict verdict = verdictUnder("load_50", "is anything wrong on app2?");

    assertThat(verdict.outcome()).isNotEqualTo(Outcome.NO_FAULT);
  }

  @Test
  void aJournalOfAHundredMegabytesIsReadInTime() throws Exception {
    Verdict verdict = verdictUnder("journal_100mb", "is anything wrong on app2?");

    assertThat(verdict.notSeen())
        .noneSatisfy(line -> assertThat(line).startsWith("journal").contains("timed out"));
  }

  @Test
  void aClockThatIsAnHourAheadIsTheFault() throws Exception {
    Verdict verdict = verdictUnder("clock_hour_off", "is anything wrong on app2?");

    assertThat(verdict.outcome()).isEqualTo(Outcome.ROOT_CAUSE);
    assertThat(verdict.causes().getFirst().kind()).isEqualTo("clock-skew");
    assertThat(verdict.causes().getFirst().target()).isEqualTo("app2");
  }

  private Verdict verdictUnder(String adversity, String question) throws Exception {
    try (Server server = lab.serve(directory)) {
      await().atMost(PATIENCE).until(lab::quiet);
      lab.inject(adversity);
      String investigation = server.ask(question);
      JsonNode ended = server.ended(investigation, PATIENCE);
      assertThat(ended.path("state").asText()).isEqualTo("CONCLUDED");
      return server.trail(investigation).stream()
          .map(Entry::event)
          .filter(Event.Concluded.class::isInstance)
          .map(event -> ((Event.Concluded) event).verdict())
          .reduce((_, later) -> later)
          .orElseThrow();
    }
  }
}
