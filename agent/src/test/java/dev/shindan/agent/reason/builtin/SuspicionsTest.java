package dev.shindan.agent.reason.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.catalogue.HostFacts;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.HypothesisState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SuspicionsTest {
  private final SimulatedHosts hosts = new SimulatedHosts();

  @Test
  void whatExplainsASupportedFailureIsLookedForOnWhatItDependsOn() throws InterruptedException {
    hosts.says("app1", "sockets_summary", waitingFor("10.0.0.9", 5432));
    hosts.says("app1", "network_counters", counters(8, Optional.of(1.0)));
    hosts.says("db", "network_counters", counters(0, Optional.of(100.0)));

    Verdict verdict = hosts.investigate("ProbeFailed", "app1");

    assertThat(verdict.causes())
        .extracting(cause -> cause.kind() + " on " + cause.target())
        .containsExactly("conntrack-full on db");
    assertThat(hypotheses())
        .filteredOn(hypothesis -> hypothesis.kind().equals("conntrack-full"))
        .extracting(Hypothesis::because)
        .anyMatch(because -> because.contains("would explain") && because.contains("app1"));
  }

  @Test
  void whatOnlyItsOwnHostCanCauseIsNotLookedForElsewhere() throws InterruptedException {
    hosts.says("app1", "disk_usage", HostFacts.disk("/", 40, "/data", 100));

    var _ = hosts.investigate("DiskAlmostFull", "app1");

    assertThat(hypotheses()).extracting(Hypothesis::target).allMatch(on -> on.startsWith("app1"));
  }

  @Test
  void anAlertWhoseWordsFitManyKindsDoesNotSilenceTheOther() throws InterruptedException {
    var _ = hosts.investigate(List.of("SlowRequests timeout 5xx", "ClockSkew"), "app1");

    assertThat(hypotheses()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(hypotheses()).extracting(Hypothesis::kind).contains("clock-skew");
  }

  private List<Hypothesis> hypotheses() {
    return hosts.caseFile().hypotheses().stream().map(HypothesisState::hypothesis).toList();
  }

  private static HostFacts.SocketsSummary waitingFor(String address, int port) {
    return new HostFacts.SocketsSummary(
        0, List.of(), List.of(new HostFacts.Peer(address, port, 3, "SYN-SENT " + address)));
  }

  private static HostFacts.NetworkCounters counters(
      double attemptFails, Optional<Double> conntrackUsed) {
    return new HostFacts.NetworkCounters(100, 0, attemptFails, 0, 0, conntrackUsed, List.of());
  }
}
