package dev.shindan.agent.reason.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.catalogue.HostFacts;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.EndedBy;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.trail.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BuiltinReasonerTest {
  private final SimulatedHosts hosts = new SimulatedHosts();

  @AfterEach
  void nothingWasRefusedOrStruck() {
    assertThat(hosts.store.read("i1", 0))
        .extracting(entry -> entry.event())
        .noneMatch(event -> event instanceof Event.Rejected || event instanceof Event.Struck)
        .noneMatch(Event.Aborted.class::isInstance);
  }

  private static List<String> causes(Verdict verdict) {
    return verdict.causes().stream().map(cause -> cause.kind() + " " + cause.target()).toList();
  }

  @Test
  void fullFilesystemIsNamedWithTheLineOfDf() throws InterruptedException {
    hosts.says("app1", "disk_usage", HostFacts.disk("/", 40, "/data", 100));

    Verdict verdict = hosts.investigate("DiskAlmostFull", "app1", "db");

    assertThat(verdict.outcome()).isEqualTo(Outcome.ROOT_CAUSE);
    assertThat(verdict.endedBy()).isEqualTo(EndedBy.REASONER);
    assertThat(causes(verdict)).containsExactly("disk-full-bytes app1:/data");
    Claim claim = verdict.causes().getFirst().claims().getFirst();
    assertThat(claim.text()).isEqualTo("/data is 100 % full");
    assertThat(claim.citations().getFirst().quote()).isEqualTo("/dev/x ext4 1000 100.0% /data");
    assertThat(verdict.ruledOut()).extracting(Verdict.RuledOut::kind).contains("disk-full-inodes");
    assertThat(verdict.nextChecks()).anyMatch(next -> next.contains("extend the volume"));
  }

  @Test
  void usedUpInodesAreNotMistakenForAFullFilesystem() throws InterruptedException {
    hosts.says(
        "app1",
        "inode_usage",
        new HostFacts.InodeUsage(
            List.of(new HostFacts.InodeRow("/data", 1000, 100, "/dev/b 1000 100% /data"))));
    hosts.says(
        "app1",
        "journal",
        new HostFacts.Journal(
            List.of(
                new HostFacts.Line(
                    "orders.service",
                    "write: No space left on device",
                    true,
                    "orders: write: No space left on device")),
            List.of()));

    Verdict verdict = hosts.investigate("disk full", "app1");

    assertThat(causes(verdict)).containsExactly("disk-full-inodes app1:/data");
    assertThat(verdict.ruledOut()).extracting(Verdict.RuledOut::kind).contains("disk-full-bytes");
  }

  @Test
  void healthyTargetsThatWereLookedAtHaveNoFault() throws InterruptedException {
    Verdict verdict = hosts.investigate("", "app1");

    assertThat(verdict.outcome()).isEqualTo(Outcome.NO_FAULT);
    assertThat(verdict.summary())
        .singleElement()
        .satisfies(claim -> assertThat(claim.citations()).isNotEmpty());
  }

  @Test
  void healthyTargetWithAnAlertThatFitsManyKindsHasNoFault() throws InterruptedException {
    assertThat(hosts.investigate("SlowRequests timeout", "app1", "db").outcome())
        .isEqualTo(Outcome.NO_FAULT);
  }

  @Test
  void aClockThatTheLoginFoundApartIsLookedAtAndNamed() throws InterruptedException {
    hosts.clockIsAhead("app1", Duration.ofHours(1));
    hosts.says(
        "app1",
        "clock",
        new HostFacts.HostClock(3600, Optional.empty(), Map.of("hostTime", "1793505600")));

    Verdict verdict = hosts.investigate("", "app1", "app2");

    assertThat(causes(verdict)).containsExactly("clock-skew app1");
    assertThat(hosts.caseFile().calls())
        .filteredOn(call -> call.call().tool().equals("clock"))
        .extracting(call -> call.call().target())
        .containsExactly("app1");
  }

  @Test
  void unreachableTargetIsInconclusiveAndNamed() throws InterruptedException {
    hosts.isCutOff("app1");

    Verdict verdict = hosts.investigate("SlowRequests", "app1");

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.summary().getFirst().text())
        .startsWith("app1 could not be reached: unreachable");
    assertThat(verdict.notSeen())
        .singleElement()
        .asString()
        .startsWith("app1 could not be reached: unreachable");
    assertThat(verdict.nextChecks()).contains("restore access to app1 and look again");
  }

  @Test
  void logsThatMayNotBeReadAreNoHealth() throws InterruptedException {
    for (String tool : List.of("journal", "kernel_log", "failed_units", "network_counters")) {
      hosts.fails("app1", tool, FailureKind.NOT_PERMITTED);
    }

    Verdict verdict = hosts.investigate("", "app1");

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.nextChecks()).contains("look at errors on app1");
  }

  @Test
  void idleSessionOnTheDatabaseIsTheCauseBehindTimeoutsOnTheApplication()
      throws InterruptedException {
    hosts.says(
        "db",
        "processes",
        new HostFacts.Processes(
            1,
            0,
            List.of(),
            List.of(
                process(70, "postgres: shop shop 10.0.0.2(5000) idle in transaction"),
                process(71, "postgres: shop shop 10.0.0.3(5001) UPDATE waiting"))));
    hosts.says("app2", "cpu_per_core", pinnedCore());

    Verdict verdict = hosts.investigate("SlowRequests timeout", "app1", "app2", "db");

    assertThat(causes(verdict)).containsExactly("pg-idle-in-transaction db");
    assertThat(verdict.causes().getFirst().claims().getFirst().citations().getFirst().quote())
        .contains("idle in transaction");
  }

  private static HostFacts.ProcessRow process(int pid, String title) {
    return new HostFacts.ProcessRow(pid, 0.1, "postgres", title, pid + " " + title);
  }

  private static HostFacts.Cpu pinnedCore() {
    HostFacts.Core busy = new HostFacts.Core("0", 99, 0, 0, 0, 0, 100, "0 99.00 0.00");
    HostFacts.Core idle = new HostFacts.Core("1", 1, 0, 0, 0, 98, 2, "1 1.00 98.00");
    HostFacts.Core all = new HostFacts.Core("all", 50, 0, 0, 0, 49, 51, "all 50.00 49.00");
    return new HostFacts.Cpu(2, all, List.of(busy, idle));
  }

  @Test
  void causeOnOneBasisAloneIsInconclusiveAndNamesTheSuspicion() throws InterruptedException {
    hosts.says("app1", "cpu_per_core", pinnedCore());
    hosts.says("app1", "uptime", new HostFacts.Uptime(longAgo(), 0.2, 0.1, Map.of()));

    Verdict verdict = hosts.investigate("SlowRequests", "app1");

    assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(verdict.nextChecks())
        .anyMatch(next -> next.contains("One core pinned by a single-threaded process"));
  }

  private static java.time.Instant longAgo() {
    return java.time.Instant.parse("2026-09-01T00:00:00Z");
  }

  @Test
  void everyTestNamesItsHypothesisAndPrediction() throws InterruptedException {
    hosts.says("app1", "disk_usage", HostFacts.disk("/", 40, "/data", 100));
    var _ = hosts.investigate("DiskAlmostFull", "app1");

    assertThat(hosts.caseFile().calls())
        .allSatisfy(
            call ->
                assertThat(call.called().hypothesis().isPresent())
                    .isEqualTo(call.called().prediction().isPresent()));
  }

  @Test
  void questionAboutATargetIsAnsweredFromTheLedger() throws InterruptedException {
    hosts.says("app1", "disk_usage", HostFacts.disk("/", 40, "/data", 100));
    var _ = hosts.investigate("DiskAlmostFull", "app1");

    assertThat(replyTo("what about app1?")).contains("app1:/data: /data is 100 % full");
    assertThat(replyTo("why?")).isEqualTo("/data is 100 % full");
    assertThat(replyTo("is db ok?")).contains("db has not been looked at yet");
  }

  @Test
  void namedToolIsAskedBeforeTheAnswer() throws InterruptedException {
    var _ = hosts.investigate("", "app1");
    int calls = hosts.caseFile().toolCalls();

    assertThat(replyTo("run disk_usage on db")).startsWith("disk_usage on db: filesystems 2 rows");
    assertThat(hosts.caseFile().toolCalls()).isEqualTo(calls + 1);
  }

  @Test
  void statementThatATargetIsFineIsPinned() throws InterruptedException {
    var _ = hosts.investigate("", "app1");

    assertThat(replyTo("db is fine, I checked")).contains("noted: ann says that db is fine");
    assertThat(replyTo("app1 は大丈夫")).contains("app1 is fine");
    assertThat(hosts.caseFile().pinnedHealthy("db")).isTrue();
    assertThat(hosts.caseFile().pins()).hasSize(2);
  }

  private String replyTo(String text) throws InterruptedException {
    hosts.store.post("i1", "message", "ann", text);
    hosts.goOn();
    assertThat(hosts.caseFile().unanswered()).isEmpty();
    Event last = hosts.caseFile().entries().getLast().event();
    return ((Event.Replied) last).claims().getFirst().text();
  }
}
