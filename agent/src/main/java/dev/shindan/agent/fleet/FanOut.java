package dev.shindan.agent.fleet;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one question to many hosts at once: bounded in parallel, each with a deadline of its own,
 * each answer passed on as it comes. One thread decides who is asked and who is given up; a host is
 * asked on a virtual thread. Thread-safe.
 */
public final class FanOut {
  private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

  /**
   * What a host gets beyond its deadline, so that its own time limit can say what it waited for.
   */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Duration LOOK_UP = Duration.ofMillis(50);

  private final ToolRunner runner;
  private final Clock clock;
  private final FleetLimits limits;

  public FanOut(ToolRunner runner, Clock clock, FleetLimits limits) {
    this.runner = runner;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Asks every host.
   *
   * @param question complete, see {@link dev.shindan.agent.tool.Toolbox#complete}; its target is
   *     replaced by each of the hosts
   * @param asker who asks, for the audit
   * @param atOnce told of each outcome as it comes, by the calling thread
   * @return the outcomes in the order of the hosts
   */
  public List<HostOutcome> ask(
      ToolCall question, List<String> hosts, String asker, Consumer<HostOutcome> atOnce)
      throws InterruptedException {
    Round round = new Round(question, hosts, asker);
    try {
      return round.outcomes(atOnce);
    } finally {
      round.giveUpAll();
    }
  }

  /** A host that is being asked. */
  private record UnderWay(Thread thread, long beganNanos) {
    Duration since() {
      return Duration.ofNanos(System.nanoTime() - beganNanos);
    }
  }

  private record Done(String host, HostOutcome outcome, @Nullable RuntimeException refusal) {}

  /** One question to one list of hosts; confined to the calling thread but for its queue. */
  private final class Round {
    private final ToolCall question;
    private final List<String> hosts;
    private final String asker;
    private final Instant began = clock.instant();
    private final Deque<String> unasked;
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private final Pace pace = new Pace(limits);
    private final Map<String, HostOutcome> outcomes = new HashMap<>();
    private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();

    Round(ToolCall question, List<String> hosts, String asker) {
      this.question = question;
      this.hosts = List.copyOf(hosts);
      this.asker = asker;
      this.unasked = new ArrayDeque<>(hosts);
    }

    List<HostOutcome> outcomes(Consumer<HostOutcome> atOnce) throws InterruptedException {
      while (outcomes.size() < hosts.size()) {
        startWhatMay();
        Done next = done.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        while (next != null) {
          take(next, atOnce);
          next = done.poll();
        }
        giveUpTheLate(atOnce);
      }
      List<HostOutcome> inOrder = new ArrayList<>();
      hosts.forEach(host -> Optional.ofNullable(outcomes.get(host)).ifPresent(inOrder::add));
      return inOrder;
    }

    private void startWhatMay() {
      long slow = underWay.values().stream().filter(one -> pace.slow(one.since())).count();
      while (!unasked.isEmpty()
          && underWay.size() - slow < pace.parallel()
          && underWay.size() < limits.waitingMax()) {
        String host = unasked.removeFirst();
        long now = System.nanoTime();
        Thread thread = Thread.ofVirtual().unstarted(() -> ask(host, now));
        underWay.put(host, new UnderWay(thread, now));
        thread.start();
      }
    }

    private void ask(String host, long beganNanos) {
      ToolCall call = new ToolCall(question.tool(), host, question.arguments());
      CallContext context = new CallContext(asker, began, clock.instant(), limits.hostTimeMax());
      try {
        ToolRunner.Run run = runner.run(call, context);
        done.add(
            new Done(
                host,
                new HostOutcome(host, run.answer(), since(beganNanos), run.clockOffset()),
                null));
      } catch (InterruptedException givenUp) {
        done.add(new Done(host, late(host, since(beganNanos)), null));
      } catch (WrongInput refusal) {
        done.add(new Done(host, late(host, since(beganNanos)), refusal));
      } catch (RuntimeException defect) {
        LOG.error("{} broke", call.key(), defect);
        ToolAnswer broke =
            new ToolAnswer.Failed(
                FailureKind.UNREADABLE,
                call.key() + " broke: " + defect.getClass().getSimpleName());
        done.add(
            new Done(
                host, new HostOutcome(host, broke, since(beganNanos), Optional.empty()), null));
      }
    }

    /** What must not be answered for each host anew ends the whole. */
    private void take(Done next, Consumer<HostOutcome> atOnce) {
      if (next.refusal() != null) {
        throw next.refusal();
      }
      var _ = underWay.remove(next.host());
      if (outcomes.putIfAbsent(next.host(), next.outcome()) == null) {
        if (next.outcome().answered()) {
          pace.answered(next.outcome().took());
        }
        atOnce.accept(next.outcome());
      }
    }

    private void giveUpTheLate(Consumer<HostOutcome> atOnce) {
      Duration patience = limits.hostTimeMax().plus(GRACE);
      Iterator<Map.Entry<String, UnderWay>> all = underWay.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<String, UnderWay> one = all.next();
        if (one.getValue().since().compareTo(patience) > 0) {
          all.remove();
          one.getValue().thread().interrupt();
          HostOutcome late = late(one.getKey(), one.getValue().since());
          outcomes.put(one.getKey(), late);
          atOnce.accept(late);
        }
      }
    }

    void giveUpAll() {
      underWay.values().forEach(one -> one.thread().interrupt());
    }

    private HostOutcome late(String host, Duration took) {
      return new HostOutcome(
          host,
          new ToolAnswer.Failed(
              FailureKind.TIMED_OUT,
              host + " gave no answer in " + limits.hostTimeMax().toMillis() / 1000.0 + " s"),
          took,
          Optional.empty());
    }
  }

  private static Duration since(long beganNanos) {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }
}
