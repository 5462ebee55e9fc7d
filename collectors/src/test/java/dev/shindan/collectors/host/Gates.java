package dev.shindan.collectors.host;

import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.InMemoryHostLedger;
import java.time.Clock;
import java.time.Duration;

/** Gates for tests that are about something else. */
public final class Gates {
  /** More than a test sends. */
  static final HostLimits WIDE = new HostLimits(100_000, 100, 4, 5, Duration.ofMinutes(2), 10);

  private Gates() {}

  static HostGate wide() {
    return new HostGate(ledger(), WIDE);
  }

  static HostLedger ledger() {
    return new InMemoryHostLedger(Clock.systemUTC());
  }

  public static HostCommands commandsHere() {
    return new LocalCommands(false, wide());
  }
}
