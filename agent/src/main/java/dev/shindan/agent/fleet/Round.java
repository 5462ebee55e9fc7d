package dev.shindan.agent.fleet;

import java.time.Duration;
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
import java.util.function.Supplier;

/**
 * One question to one list of hosts. One thread decides who is reached, asked and given up; each
 * step of a host has a virtual thread. Confined to the calling thread but for its queue.
 */
final class Round {
  /**
   * What a host gets beyond its deadline, so that its own time limit can say what it waited for.
   */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Duration LOOK_UP = Duration.ofMillis(50);

  private final HostSteps steps;
  private final FleetLimits limits;
  private final List<String> hosts;
  private final Consumer<HostOutcome> atOnce;
  private final Deque<String> unreached;
  private final Map<String, UnderWay> reaching = new HashMap<>();
  private final Deque<HostSteps.Reached> reached = new ArrayDeque<>();
  private final Map<String, UnderWay> asking = new HashMap<>();
  private final Pace pace;
  private final Map<String, HostOutcome> outcomes = new HashMap<>();
  private final BlockingQueue<HostSteps.Done> done = new LinkedBlockingQueue<>();

  /**
   * @param atOnce told of each outcome as it comes, by the calling thread
   */
  Round(HostSteps steps, FleetLimits limits, List<String> hosts, Consumer<HostOutcome> atOnce) {
    this.steps = steps;
    this.limits = limits;
    this.hosts = List.copyOf(hosts);
    this.atOnce = atOnce;
    this.unreached = new ArrayDeque<>(hosts);
    this.pace = new Pace(limits);
  }

  /**
   * A step of a host.
   *
   * @param before what the host has used up of its time until then
   */
  private record UnderWay(Thread thread, long beganNanos, Duration before) {
    Duration since() {
      return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    Duration used() {
      return before.plus(since());
    }
  }

  /** In the order of the hosts. */
  List<HostOutcome> outcomes() throws InterruptedException {
    while (outcomes.size() < hosts.size()) {
      askWhatMay();
      reachWhatMay();
      HostSteps.Done next = done.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
      while (next != null) {
        take(next);
        next = done.poll();
      }
      giveUpTheLate(reaching);
      giveUpTheLate(asking);
    }
    List<HostOutcome> inOrder = new ArrayList<>();
    hosts.forEach(host -> Optional.ofNullable(outcomes.get(host)).ifPresent(inOrder::add));
    return inOrder;
  }

  void giveUpAll() {
    reaching.values().forEach(one -> one.thread().interrupt());
    asking.values().forEach(one -> one.thread().interrupt());
  }

  private void reachWhatMay() {
    while (!unreached.isEmpty()
        && reaching.size() + reached.size() + asking.size() < limits.waitingMax()) {
      String host = unreached.removeFirst();
      reaching.put(host, started(() -> steps.reach(host), Duration.ZERO));
    }
  }

  private void askWhatMay() {
    long slow = asking.values().stream().filter(one -> pace.slow(one.since())).count();
    while (!reached.isEmpty() && asking.size() - slow < pace.parallel()) {
      HostSteps.Reached next = reached.removeFirst();
      asking.put(next.host(), started(() -> steps.ask(next.host(), next.took()), next.took()));
    }
  }

  private UnderWay started(Supplier<HostSteps.Done> step, Duration before) {
    long now = System.nanoTime();
    return new UnderWay(Thread.ofVirtual().start(() -> done.add(step.get())), now, before);
  }

  private void take(HostSteps.Done next) {
    switch (next) {
      case HostSteps.Reached there -> {
        if (reaching.remove(there.host()) != null) {
          reached.addLast(there);
        }
      }
      case HostSteps.Asked asked -> {
        if (asked.refusal() != null) {
          throw asked.refusal();
        }
        var _ = reaching.remove(asked.host());
        UnderWay step = asking.remove(asked.host());
        settle(asked.outcome());
        if (step != null && asked.outcome().answered()) {
          pace.answered(step.since());
        }
      }
    }
  }

  private void settle(HostOutcome outcome) {
    if (outcomes.putIfAbsent(outcome.host(), outcome) == null) {
      atOnce.accept(outcome);
    }
  }

  private void giveUpTheLate(Map<String, UnderWay> underWay) {
    Duration patience = limits.hostTimeMax().plus(GRACE);
    Iterator<Map.Entry<String, UnderWay>> all = underWay.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, UnderWay> one = all.next();
      if (one.getValue().used().compareTo(patience) > 0) {
        all.remove();
        one.getValue().thread().interrupt();
        settle(steps.late(one.getKey(), one.getValue().used()));
      }
    }
  }
}
