package dev.shindan.agent.tool;

import dev.shindan.agent.triage.MovableClock;
import java.time.Instant;

final class InMemoryHostLedgerTest extends HostLedgerContract {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-11-02T12:00:00Z"));
  private final HostLedger ledger = new InMemoryHostLedger(clock);

  @Override
  protected HostLedger ledger() {
    return ledger;
  }

  @Override
  protected MovableClock clock() {
    return clock;
  }
}
