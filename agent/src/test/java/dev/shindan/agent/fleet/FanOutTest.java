package dev.shindan.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.Toolbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class FanOutTest {
  private static final ToolCall QUESTION = ToolCall.of("scripted", "");

  private final ScriptedTool tool = new ScriptedTool();

  @Test
  void hostsThatHangOrRefuseHoldUpNobody() throws InterruptedException {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      hosts.add((i < 10 ? "hang" : i < 15 ? "refuse" : "ok") + i);
    }
    Collections.shuffle(hosts, new Random(3));
    List<HostOutcome> atOnce = new ArrayList<>();
    List<HostOutcome> outcomes =
        fanOut(new FleetLimits(4, Duration.ofMillis(20), 50, Duration.ofMillis(700)))
            .ask(QUESTION, hosts, "test", atOnce::add);
    FleetReport report = FleetReport.of(QUESTION, Instant.EPOCH, Duration.ZERO, outcomes);
    assertThat(report.answered()).isEqualTo(185);
    assertThat(report.failed())
        .isEqualTo(Map.of(FailureKind.TIMED_OUT, 10, FailureKind.CONNECTION_REFUSED, 5));
    assertThat(report.inWords())
        .isEqualTo("185 of 200 answered; 5 connection refused, 10 timed out");
    assertThat(report.retry()).hasSize(15).allMatch(host -> !host.startsWith("ok"));
    assertThat(outcomes).extracting(HostOutcome::host).isEqualTo(hosts);
    assertThat(atOnce).containsExactlyInAnyOrderElementsOf(outcomes);
    Awaitility.await().untilAsserted(() -> assertThat(tool.underWay()).isZero());
  }

  @Test
  void noMoreHostsAreAskedAtOnceThanAllowed() throws InterruptedException {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      hosts.add("ok" + i);
    }
    List<HostOutcome> outcomes =
        fanOut(new FleetLimits(3, Duration.ofMinutes(1), 3, Duration.ofMinutes(1)))
            .ask(QUESTION, hosts, "test", _ -> {});
    assertThat(outcomes).hasSize(100).allMatch(HostOutcome::answered);
    assertThat(tool.mostUnderWay()).isBetween(1, 3);
  }

  @Test
  void hostsWhoseReaderBreaksAreOneFailureEach() throws InterruptedException {
    List<HostOutcome> outcomes =
        fanOut(FleetLimits.DEFAULT).ask(QUESTION, List.of("broken", "ok"), "test", _ -> {});
    assertThat(outcomes).extracting(HostOutcome::answered).containsExactly(false, true);
  }

  @Test
  void everyHostIsReachedBeforeTheFirstIsAsked() throws InterruptedException {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      hosts.add("ok" + i);
    }
    List<String> reached = Collections.synchronizedList(new ArrayList<>());
    List<Integer> reachedWhenAnswered = new ArrayList<>();
    fanOut(
            (host, _) -> reached.add(host),
            new FleetLimits(2, Duration.ofMinutes(1), 40, Duration.ofMinutes(1)))
        .ask(QUESTION, hosts, "test", _ -> reachedWhenAnswered.add(reached.size()));
    assertThat(reached).containsExactlyInAnyOrderElementsOf(hosts);
    // forty steps are begun by the thread that takes the answers, before it takes the first
    assertThat(reachedWhenAnswered.getFirst()).isGreaterThan(2);
  }

  @Test
  void aHostThatIsNeverReachedIsGivenUpOnceAndHoldsUpNobody() throws InterruptedException {
    FirstContact contact =
        (host, _) -> {
          if (host.startsWith("mute")) {
            new CountDownLatch(1).await();
          }
        };
    List<HostOutcome> outcomes =
        fanOut(contact, new FleetLimits(1, Duration.ofMinutes(1), 4, Duration.ofMillis(300)))
            .ask(QUESTION, List.of("mute1", "ok1", "mute2", "ok2"), "test", _ -> {});
    assertThat(outcomes)
        .extracting(HostOutcome::host, HostOutcome::answered)
        .containsExactly(
            tuple("mute1", false), tuple("ok1", true), tuple("mute2", false), tuple("ok2", true));
    assertThat(outcomes.getFirst().answer())
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(FailureKind.TIMED_OUT));
  }

  @Test
  void whatReachingAHostTookIsOfItsTime() throws InterruptedException {
    CountDownLatch quickAnswered = new CountDownLatch(1);
    AtomicLong reachingNanos = new AtomicLong();
    FirstContact contact =
        (host, _) -> {
          if (host.equals("ok-late")) {
            long began = System.nanoTime();
            quickAnswered.await();
            reachingNanos.set(System.nanoTime() - began);
          }
        };
    Duration limit = Duration.ofMinutes(1);
    HostOutcome late =
        fanOut(contact, new FleetLimits(1, Duration.ofMinutes(1), 4, limit))
            .ask(QUESTION, List.of("ok-late", "ok-quick"), "test", _ -> quickAnswered.countDown())
            .getFirst();
    Duration reaching = Duration.ofNanos(reachingNanos.get());
    assertThat(reaching).isPositive();
    assertThat(late.took()).isGreaterThanOrEqualTo(reaching);
    assertThat(tool.timeouts()).hasSize(2);
    assertThat(tool.timeouts().getLast()).isLessThanOrEqualTo(limit.minus(reaching));
  }

  private FanOut fanOut(FleetLimits limits) {
    return fanOut(FirstContact.NONE, limits);
  }

  private FanOut fanOut(FirstContact contact, FleetLimits limits) {
    return new FanOut(
        new ToolRunner(new Toolbox(List.of(tool)), new Redaction()),
        contact,
        Clock.systemUTC(),
        limits);
  }
}
