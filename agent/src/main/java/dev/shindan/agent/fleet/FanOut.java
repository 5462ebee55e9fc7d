package dev.shindan.agent.fleet;

import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolRunner;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts one question to many hosts at once: bounded in parallel, each with a deadline of its own,
 * each answer passed on as it comes. Hosts are reached first, many at a time, so that those that
 * hang use up their time beside the others; those that were reached are then asked, as many at a
 * time as this machine can work on. What a host waits for its turn does not count. Thread-safe.
 */
public final class FanOut {
  private final ToolRunner runner;
  private final FirstContact contact;
  private final Clock clock;
  private final FleetLimits limits;

  public FanOut(ToolRunner runner, FirstContact contact, Clock clock, FleetLimits limits) {
    this.runner = runner;
    this.contact = contact;
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
    HostSteps steps = new HostSteps(runner, contact, clock, limits.hostTimeMax(), question, asker);
    Round round = new Round(steps, limits, hosts, atOnce);
    try {
      return round.outcomes();
    } finally {
      round.giveUpAll();
    }
  }
}
