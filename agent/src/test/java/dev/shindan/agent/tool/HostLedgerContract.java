package dev.shindan.agent.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.triage.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every ledger does. A subclass gives an instance and its clock. */
public abstract class HostLedgerContract {
  private static final HostLimits LIMITS = new HostLimits(5, 2, 4, 5, Duration.ofMinutes(2), 10);
  private static final HostLedger.Ending ENDING =
      new HostLedger.Ending("exited", Optional.of(0), 1234567890123L, Duration.ofMillis(42));

  /** The same ledger, or one that shares its records, at every call; empty at first. */
  protected abstract HostLedger ledger();

  protected abstract MovableClock clock();

  @Test
  void commandsAreOnRecordBeforeTheyAreSentAndStayThere() {
    HostLedger.Intent intent = intent("app1", "cat", "/pro\u0000c", "診断 'quoted'");
    String id = admitted(intent);
    assertThat(find("app1"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.id()).isEqualTo(id);
              assertThat(entry.argv()).isEqualTo(intent.argv());
              assertThat(entry.asker()).isEqualTo("inv-1");
              assertThat(entry.ending()).isEmpty();
              assertThat(entry.denied()).isEmpty();
            });
    ledger().ended(id, ENDING);
    ledger().ended(id, new HostLedger.Ending("forged", Optional.empty(), 0, Duration.ZERO));
    assertThat(find("app1").getFirst().ending()).contains(ENDING);
  }

  @Test
  void entriesAreFoundByHostAskerAndTimeNewestFirst() {
    admitted(intent("app1", "one"));
    Instant middle = clock().instant().plusMillis(500);
    clock().advance(Duration.ofSeconds(1));
    admitted(intent("app1", "two"));
    admitted(new HostLedger.Intent("app2", "run by mika", List.of("three"), Duration.ZERO));
    assertThat(find("app1"))
        .extracting(entry -> entry.argv().getFirst())
        .containsExactly("two", "one");
    assertThat(
            ledger()
                .find(
                    new HostLedger.Question(Optional.empty(), Optional.empty(), middle, false, 10)))
        .extracting(HostLedger.Entry::host)
        .containsExactlyInAnyOrder("app1", "app2");
    assertThat(
            ledger()
                .find(
                    new HostLedger.Question(
                        Optional.empty(), Optional.of("run by mika"), Instant.EPOCH, false, 10)))
        .extracting(HostLedger.Entry::host)
        .containsExactly("app2");
    assertThat(
            ledger()
                .find(
                    new HostLedger.Question(
                        Optional.empty(), Optional.empty(), Instant.EPOCH, false, 1)))
        .hasSize(1);
  }

  @Test
  void noMoreCommandsAreUnderWayThanAllowed() {
    String first = admitted(intent("app1", "a"));
    admitted(intent("app1", "b"));
    assertThat(ledger().admit(intent("app1", "c"), LIMITS))
        .isEqualTo(new HostLedger.Admission.Busy(2));
    admitted(intent("app2", "c"));
    ledger().ended(first, ENDING);
    admitted(intent("app1", "c"));
  }

  @Test
  void commandsOfAProcessThatDiedDoNotCountForEver() {
    admitted(intent("app1", "a"));
    admitted(intent("app1", "b"));
    clock().advance(Duration.ofSeconds(31));
    admitted(intent("app1", "c"));
  }

  @Test
  void tooManyCommandsInTenMinutesAreRefusedAndThatIsOnRecord() {
    for (int i = 0; i < 5; i++) {
      ledger().ended(admitted(intent("app1", "a" + i)), ENDING);
    }
    assertThat(ledger().admit(intent("app1", "b"), LIMITS))
        .isInstanceOfSatisfying(
            HostLedger.Admission.Refused.class,
            refused -> assertThat(refused.reason()).contains("app1").contains("5 commands"));
    assertThat(
            ledger()
                .find(
                    new HostLedger.Question(
                        Optional.of("app1"), Optional.empty(), Instant.EPOCH, true, 10)))
        .singleElement()
        .satisfies(entry -> assertThat(entry.argv()).containsExactly("b"));
    admitted(intent("app2", "b"));
    clock().advance(HostLimits.WINDOW.plusMillis(1));
    admitted(intent("app1", "b"));
  }

  @Test
  void processesThatAskAtOnceCannotTogetherExceedTheLimit() throws Exception {
    List<Callable<HostLedger.Admission>> asking = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      HostLedger.Intent intent = intent("app1", "a" + i);
      HostLedger ledger = ledger();
      asking.add(() -> ledger.admit(intent, LIMITS));
    }
    List<HostLedger.Admission> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HostLedger.Admission> answer : threads.invokeAll(asking)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers).filteredOn(HostLedger.Admission.Admitted.class::isInstance).hasSize(2);
  }

  @Test
  void strainIsRememberedUntilItIsSeenAnew() {
    assertThat(ledger().strain("app1")).isEmpty();
    admitted(intent("app1", "a"));
    assertThat(ledger().strain("app1")).isEmpty();
    Instant at = Instant.ofEpochMilli(clock().millis());
    ledger().strained("app1", new HostLedger.Strain(at, "a load of 9"));
    assertThat(ledger().strain("app1")).contains(new HostLedger.Strain(at, "a load of 9"));
    ledger().strained("app1", new HostLedger.Strain(at.plusSeconds(1), ""));
    assertThat(ledger().strain("app1")).contains(new HostLedger.Strain(at.plusSeconds(1), ""));
    assertThat(ledger().strain("app2")).isEmpty();
  }

  private List<HostLedger.Entry> find(String host) {
    return ledger()
        .find(
            new HostLedger.Question(Optional.of(host), Optional.empty(), Instant.EPOCH, false, 10));
  }

  private String admitted(HostLedger.Intent intent) {
    HostLedger.Admission answer = ledger().admit(intent, LIMITS);
    assertThat(answer).isInstanceOf(HostLedger.Admission.Admitted.class);
    return ((HostLedger.Admission.Admitted) answer).id();
  }

  private static HostLedger.Intent intent(String host, String... argv) {
    return new HostLedger.Intent(host, "inv-1", List.of(argv), Duration.ofSeconds(30));
  }
}
