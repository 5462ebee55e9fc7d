package dev.shindan.agent.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.trail.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every incident store does; times have milliseconds. A subclass gives an instance. */
public abstract class IncidentStoreContract {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** The same incidents at every call within a test, perhaps seen by another process. */
  protected abstract IncidentStore store();

  /** The inbox of the same investigations. */
  protected abstract Inbox inbox();

  /** The clock that the store reads. */
  protected abstract MovableClock clock();

  private Receipt accept(String name, String target, String id) {
    Alert alert = alert(name, target, true);
    return store().accept(alert, incident(id, target, List.of(alert)), "inv-" + id, WINDOW);
  }

  private Alert alert(String name, String target, boolean firing) {
    return new Alert(
        "alertmanager",
        name + "@" + target,
        name,
        Severity.WARNING,
        firing,
        Instant.parse("2026-11-02T11:58:00Z"),
        Optional.empty(),
        Map.of("instance", target, "odd", "nul \u0000"),
        Map.of());
  }

  private Incident incident(String id, String target, List<Alert> alerts) {
    return new Incident(
        id,
        "trouble on " + target,
        clock().instant(),
        clock().instant(),
        List.of(target),
        List.of(target),
        alerts,
        Optional.empty());
  }

  @Test
  void anAlertOpensAnIncidentWithAQueuedInvestigation() {
    assertThat(accept("DiskFull", "app1", "i1")).isEqualTo(new Receipt.Opened("i1", "inv-i1"));
    Filed filed = store().find("i1").orElseThrow();
    assertThat(filed.state()).isEqualTo(Filed.State.QUEUED);
    assertThat(filed.incident().alerts()).containsExactly(alert("DiskFull", "app1", true));
    assertThat(store().findByInvestigation("inv-i1")).contains(filed);
    assertThat(store().investigationOf("i1")).contains("inv-i1");
    assertThat(store().unfinished()).containsExactly(filed);
  }

  @Test
  void aRepeatedDeliveryChangesNothing() {
    accept("DiskFull", "app1", "i1");
    assertThat(accept("DiskFull", "app1", "i2")).isEqualTo(new Receipt.Repeated(Optional.of("i1")));
    assertThat(store().list(10, "")).hasSize(1);
    assertThat(inbox().messages("inv-i1")).isEmpty();
  }

  @Test
  void anAlertOnASharedTargetJoinsAndIsPosted() {
    accept("DiskFull", "app1", "i1");
    Receipt receipt = accept("DiskSlow", "app1", "i2");
    Inbox.Message message = inbox().messages("inv-i1").getFirst();
    assertThat(receipt).isEqualTo(new Receipt.Joined("i1", "inv-i1", message.id()));
    assertThat(message.kind()).isEqualTo("alert");
    assertThat(Json.read(message.body(), Alert.class)).isEqualTo(alert("DiskSlow", "app1", true));
    assertThat(store().find("i1").orElseThrow().incident().alerts())
        .extracting(Alert::name)
        .containsExactly("DiskFull", "DiskSlow");
    assertThat(store().find("i2")).isEmpty();
  }

  @Test
  void anAlertOfTheSameNameElsewhereJoins() {
    accept("DiskFull", "app1", "i1");
    assertThat(accept("DiskFull", "app2", "i2")).isInstanceOf(Receipt.Joined.class);
  }

  @Test
  void anUnrelatedAlertOpensAnotherIncident() {
    accept("DiskFull", "app1", "i1");
    assertThat(accept("HighLatency", "web1", "i2")).isInstanceOf(Receipt.Opened.class);
  }

  @Test
  void outsideTheWindowNothingJoins() {
    accept("DiskFull", "app1", "i1");
    clock().advance(WINDOW.plusMillis(1));
    assertThat(accept("DiskSlow", "app1", "i2")).isInstanceOf(Receipt.Opened.class);
  }

  @Test
  void atTheEdgeOfTheWindowAnAlertStillJoins() {
    accept("DiskFull", "app1", "i1");
    clock().advance(WINDOW);
    assertThat(accept("DiskSlow", "app1", "i2")).isInstanceOf(Receipt.Joined.class);
  }

  @Test
  void aFiringAlertThatJoinsAnEndedInvestigationQueuesItAgain() {
    accept("DiskFull", "app1", "i1");
    store().claim("w1", LEASE);
    assertThat(store().finish("inv-i1", "w1", "{}", "")).isTrue();
    accept("DiskSlow", "app1", "i2");
    assertThat(store().claim("w1", LEASE)).map(Lease::investigation).contains("inv-i1");
  }

  @Test
  void theEndOfAnAlertNeverOpensAnIncident() {
    Alert ended = alert("DiskFull", "app1", false);
    assertThat(store().accept(ended, incident("i1", "app1", List.of(ended)), "inv-i1", WINDOW))
        .isEqualTo(new Receipt.Recorded());
    assertThat(store().acceptEnd(ended)).isEqualTo(new Receipt.Repeated(Optional.empty()));
    assertThat(store().list(10, "")).isEmpty();
  }

  @Test
  void theEndOfAnAlertIsPostedToItsIncidentHoursLaterAndReopensNothing() {
    accept("DiskFull", "app1", "i1");
    store().claim("w1", LEASE);
    store().finish("inv-i1", "w1", "{}", "");
    clock().advance(Duration.ofHours(5));
    assertThat(store().acceptEnd(alert("DiskFull", "app1", false)))
        .isInstanceOf(Receipt.Joined.class);
    assertThat(inbox().messages("inv-i1")).hasSize(1);
    assertThat(store().unfinished()).isEmpty();
  }

  @Test
  void ofRelatedAlertsThatComeAtOnceOneOpensAndTheOthersJoin() throws Exception {
    List<Callable<Receipt>> deliveries =
        IntStream.range(0, 12)
            .<Callable<Receipt>>mapToObj(n -> () -> accept("Alert" + n, "app1", "i" + n))
            .toList();
    List<Receipt> receipts = results(deliveries);
    assertThat(receipts).filteredOn(Receipt.Opened.class::isInstance).hasSize(1);
    assertThat(receipts).filteredOn(Receipt.Joined.class::isInstance).hasSize(11);
    Filed only = store().list(10, "").getFirst();
    assertThat(only.incident().alerts()).hasSize(12);
    assertThat(inbox().messages(only.investigation())).hasSize(11);
  }

  @Test
  void openingTwiceIsHarmless() {
    Incident question = incident("i1", "app1", List.of());
    Filed first = store().open(question, "inv-i1");
    assertThat(store().open(question, "inv-other")).isEqualTo(first);
    assertThat(first.incident()).isEqualTo(question);
  }

  @Test
  void anInvestigationOpenedUnderALeaseIsNotInTheQueue() {
    Filed filed = store().openLeased(incident("i1", "app1", List.of()), "inv-i1", "cli", LEASE);
    assertThat(filed.state()).isEqualTo(Filed.State.RUNNING);
    assertThat(filed.worker()).contains("cli");
    assertThat(store().claim("w1", LEASE)).isEmpty();
    assertThat(store().renew("inv-i1", "cli", LEASE)).isTrue();
  }

  @Test
  void theListIsPagedFromTheNewest() {
    for (int n = 1; n <= 5; n++) {
      store().open(incident("i" + n, "app" + n, List.of()), "inv-" + n);
      clock().advance(n == 2 ? Duration.ZERO : Duration.ofMillis(1));
    }
    List<String> paged = new ArrayList<>();
    String before = "";
    for (List<Filed> page = store().list(2, before);
        !page.isEmpty();
        page = store().list(2, before)) {
      page.forEach(filed -> paged.add(filed.incident().id()));
      before = page.getLast().incident().id();
    }
    assertThat(paged).containsExactly("i5", "i4", "i3", "i2", "i1");
  }

  @Test
  void theLongestWaitingIsClaimedFirstAndOnlyOnce() {
    store().open(incident("i1", "app1", List.of()), "inv-1");
    clock().advance(Duration.ofSeconds(1));
    store().open(incident("i2", "app2", List.of()), "inv-2");
    assertThat(store().claim("w1", LEASE)).map(Lease::investigation).contains("inv-1");
    assertThat(store().claim("w2", LEASE)).map(Lease::investigation).contains("inv-2");
    assertThat(store().claim("w3", LEASE)).isEmpty();
    assertThat(store().unfinished()).extracting(Filed::investigation).contains("inv-1", "inv-2");
  }

  @Test
  void whatADeadWorkerHeldIsClaimedAgainWhenItsLeaseHasRunOut() {
    store().open(incident("i1", "app1", List.of()), "inv-1");
    store().claim("w1", LEASE);
    clock().advance(LEASE.minusMillis(1));
    assertThat(store().claim("w2", LEASE)).isEmpty();
    clock().advance(Duration.ofMillis(1));
    Lease second = store().claim("w2", LEASE).orElseThrow();
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.until()).isEqualTo(millis(clock().instant().plus(LEASE)));
    assertThat(store().renew("inv-1", "w1", LEASE)).isFalse();
    assertThat(store().finish("inv-1", "w1", "{}", "")).isFalse();
    store().release("inv-1", "w1");
    assertThat(store().renew("inv-1", "w2", LEASE)).isTrue();
  }

  @Test
  void aRenewedLeaseKeepsOthersAway() {
    store().open(incident("i1", "app1", List.of()), "inv-1");
    store().claim("w1", LEASE);
    clock().advance(LEASE.minusMillis(1));
    assertThat(store().renew("inv-1", "w1", LEASE)).isTrue();
    clock().advance(LEASE.minusMillis(1));
    assertThat(store().claim("w2", LEASE)).isEmpty();
  }

  @Test
  void whatIsReleasedGoesBackIntoTheQueue() {
    store().open(incident("i1", "app1", List.of()), "inv-1");
    store().claim("w1", LEASE);
    store().release("inv-1", "w1");
    assertThat(store().claim("w2", LEASE)).map(Lease::investigation).contains("inv-1");
  }

  @Test
  void anEndedInvestigationKeepsItsSummaryAndCanBeReopened() {
    store().open(incident("i1", "app1", List.of()), "inv-1");
    assertThat(store().reopen("inv-1")).isFalse();
    store().claim("w1", LEASE);
    assertThat(store().finish("inv-1", "w1", "{\"outcome\":\"no_fault\"}", "")).isTrue();
    Filed ended = store().find("i1").orElseThrow();
    assertThat(ended.state()).isEqualTo(Filed.State.ENDED);
    assertThat(ended.endedAt()).contains(millis(clock().instant()));
    assertThat(ended.worker()).isEmpty();
    assertThat(store().claim("w1", LEASE)).isEmpty();
    assertThat(store().reopen("inv-1")).isTrue();
    assertThat(store().find("i1").orElseThrow().summary()).contains("{\"outcome\":\"no_fault\"}");
    assertThat(store().claim("w1", LEASE)).map(Lease::attempts).contains(1);
    assertThat(store().reopen("inv-unknown")).isFalse();
  }

  @Test
  void anInvestigationWithAMessageNotYetTakenDoesNotEnd() {
    store().open(incident("i1", "app1", List.of()), "inv-1");
    store().claim("w1", LEASE);
    String message = inbox().post("inv-1", "message", "mika", "wait");
    assertThat(store().finish("inv-1", "w1", "{}", "")).isFalse();
    assertThat(store().claim("w1", LEASE)).isPresent();
    assertThat(store().finish("inv-1", "w1", "{}", message)).isTrue();
  }

  @Test
  void workersThatClaimAtOnceNeverHoldTheSame() throws Exception {
    for (int n = 0; n < 30; n++) {
      store().open(incident("i" + n, "app1", List.of()), "inv-" + n);
    }
    Set<String> claimed = new ConcurrentSkipListSet<>();
    List<Callable<Integer>> workers =
        IntStream.range(0, 6)
            .<Callable<Integer>>mapToObj(
                n ->
                    () -> {
                      int mine = 0;
                      for (Optional<Lease> lease = store().claim("w" + n, LEASE);
                          lease.isPresent();
                          lease = store().claim("w" + n, LEASE)) {
                        claimed.add(lease.get().investigation());
                        mine++;
                      }
                      return mine;
                    })
            .toList();
    assertThat(results(workers).stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
    assertThat(claimed).hasSize(30);
  }

  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static <T> List<T> results(List<Callable<T>> tasks) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
    }
    return results;
  }
}
