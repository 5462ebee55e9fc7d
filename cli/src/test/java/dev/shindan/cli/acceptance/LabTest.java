package dev.shindan.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real hosts, Prometheus, Alertmanager and sshd: a fault, a healthy shop, and hosts that are hard
 * to look at, each of which ends as it should while no other host suffers.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LabTest {
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
  @Order(2)
  void fullDiskIsFoundFromAlertmanagersWebhook() throws Exception {
    try (Server server = lab.serve(directory)) {
      lab.inject("disk_full");
      String investigation =
          await()
              .atMost(PATIENCE)
              .until(() -> alerted(server, "app1"), Optional::isPresent)
              .orElseThrow();
      Verdict verdict = verdict(server, investigation);
      assertThat(verdict.outcome()).isEqualTo(Outcome.ROOT_CAUSE);
      assertThat(verdict.causes().getFirst().kind()).isEqualTo("disk-full-bytes");
      assertThat(verdict.causes().getFirst().target()).isEqualTo("app1:/data");
      assertThat(verdict.causes().getFirst().claims())
          .flatMap(claim -> claim.citations())
          .extracting(Citation::quote)
          .anySatisfy(quote -> assertThat(quote).contains("/data").contains("100%"));
    }
  }

  @Test
  @Order(1) // a fault that is over stays in the journal
  void healthyHostHasNoFault() throws Exception {
    try (Server server = lab.serve(directory)) {
      // While an alert fires "no fault" is not said, and a start or a fault is slow to be over.
      await().atMost(PATIENCE).during(Duration.ofSeconds(20)).until(lab::quiet);
      Verdict verdict = verdict(server, server.ask("is anything wrong on app1?"));
      assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.NO_FAULT);
    }
  }

  @Test
  @Order(3)
  void hostOutOfReachIsNeverHealthy() throws Exception {
    try (Server server = lab.serve(directory)) {
      lab.inject("sshd_down");
      Verdict verdict = verdict(server, server.ask("is anything wrong on app1?"));
      assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(verdict.notSeen()).anySatisfy(line -> assertThat(line).contains("app1"));
    }
  }

  @Test
  @Order(4)
  void aHostThatShowsAnotherKeyIsLeftAloneAndNamed() throws Exception {
    Verdict verdict = verdictUnder("host_key_swapped", "is anything wrong on app1 or db?");

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("app1").contains("known_hosts"))
        .noneSatisfy(line -> assertThat(line).contains("db").contains("known_hosts"));
  }

  @Test
  @Order(5)
  void aHostThatAcceptsAndSaysNothingHoldsUpNoOther() throws Exception {
    Verdict verdict = verdictUnder("host_frozen", "is anything wrong on app2 or db?");

    assertThat(verdict.outcome()).isNotEqualTo(Outcome.NO_FAULT);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("app2").contains("timed out"))
        .noneSatisfy(line -> assertThat(line).startsWith("uptime").contains("db"));
  }

  @Test
  @Order(6)
  void programsThatAreNotThereAreNamedAndNoFaultIsMadeOfThat() throws Exception {
    Verdict verdict = verdictUnder("programs_missing", "is anything wrong on app2?");

    assertThat(verdict.outcome()).as("%s", verdict).isNotEqualTo(Outcome.ROOT_CAUSE);
    assertThat(verdict.notSeen())
        .anySatisfy(line -> assertThat(line).contains("app2").contains("/usr/bin/ss"))
        .anySatisfy(line -> assertThat(line).contains("app2").contains("/usr/bin/iostat"));
  }

  @Test
  @Order(7)
  void aHostUnderALoadOfFiftyIsNotCalledHealthy() throws Exception {
    Verdict verdict = verdictUnder("load_50", "is anything wrong on app2?");

    assertThat(verdict.outcome()).as("%s", verdict).isNotEqualTo(Outcome.NO_FAULT);
  }

  @Test
  @Order(8)
  void aJournalOfAHundredMegabytesIsReadInTime() throws Exception {
    assertThat(verdictUnder("journal_100mb", "is anything wrong on app2?").notSeen())
        .noneSatisfy(line -> assertThat(line).contains("journal").contains("timed out"));
  }

  @Test
  @Order(9)
  void aClockThatIsAnHourAheadIsTheFault() throws Exception {
    Verdict verdict = verdictUnder("clock_hour_off", "is anything wrong on app2?");

    assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.ROOT_CAUSE);
    assertThat(verdict.causes())
        .extracting(cause -> cause.kind() + " " + cause.target())
        .contains("clock-skew app2");
  }

  private Verdict verdictUnder(String adversity, String question) throws Exception {
    try (Server server = lab.serve(directory)) {
      lab.inject(adversity);
      return verdict(server, server.ask(question));
    }
  }

  private static Optional<String> alerted(Server server, String host) throws InterruptedException {
    return server.incidents().stream()
        .filter(incident -> incident.path("title").asText().contains(host))
        .map(incident -> incident.path("investigation").asText())
        .findFirst();
  }

  private static Verdict verdict(Server server, String investigation) throws Exception {
    JsonNode ended = server.ended(investigation, PATIENCE);
    assertThat(ended.path("state").asText()).isEqualTo("CONCLUDED");
    List<Entry> trail = server.trail(investigation);
    return trail.stream()
        .map(Entry::event)
        .filter(Event.Concluded.class::isInstance)
        .map(event -> ((Event.Concluded) event).verdict())
        .reduce((_, later) -> later)
        .orElseThrow();
  }
}
