package dev.shindan.cli;

import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The ledger of a store that is opened only when the first command is to be sent. Thread-safe. */
record LedgerOfTheStore(Supplier<HostLedger> opening) implements HostLedger {
  @Override
  public Admission admit(Intent intent, HostLimits limits) {
    return opening.get().admit(intent, limits);
  }

  @Override
  public void ended(String id, Ending ending) {
    opening.get().ended(id, ending);
  }

  @Override
  public void denied(Intent intent, String reason) {
    opening.get().denied(intent, reason);
  }

  @Override
  public List<Entry> find(Question question) {
    return opening.get().find(question);
  }

  @Override
  public void strained(String host, Strain strain) {
    opening.get().strained(host, strain);
  }

  @Override
  public Optional<Strain> strain(String host) {
    return opening.get().strain(host);
  }
}
