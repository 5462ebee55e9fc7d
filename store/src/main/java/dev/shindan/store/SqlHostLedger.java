package dev.shindan.store;

import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.InMemoryHostLedger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/** The commands of all hosts in SQL; times have milliseconds. Thread-safe. */
public final class SqlHostLedger implements HostLedger {
  private final Transactions transactions;
  private final Clock clock;

  /** Distinguishes the commands of this process from those of others. */
  private final String process;

  private final AtomicLong commands = new AtomicLong();

  SqlHostLedger(Transactions transactions, Clock clock, UUID process) {
    this.transactions = transactions;
    this.clock = clock;
    this.process = process.toString();
  }

  @Override
  public Admission admit(Intent intent, HostLimits limits) {
    String id = nextId();
    return transactions.write(handle -> admit(handle, id, intent, limits));
  }

  private Admission admit(Handle handle, String id, Intent intent, HostLimits limits) {
    if (!transactions.oneAfterTheOther()) {
      CommandTable.holdGate(handle, intent.host());
    }
    Instant now = clock.instant();
    CommandTable.Load load = CommandTable.load(handle, intent.host(), now);
    if (load.sent() >= limits.commandsMax()) {
      String reason = InMemoryHostLedger.tooMany(intent.host(), load.sent());
      CommandTable.insert(handle, id, now, intent, Optional.of(reason));
      return new Admission.Refused(reason);
    }
    if (load.underWay() >= limits.sessionsMax()) {
      return new Admission.Busy(load.underWay());
    }
    CommandTable.insert(handle, id, now, intent, Optional.empty());
    return new Admission.Admitted(id);
  }

  private String nextId() {
    return "%d-%s-%d".formatted(clock.millis(), process, commands.incrementAndGet());
  }

  @Override
  public void ended(String id, Ending ending) {
    var _ =
        transactions.write(
            handle -> {
              CommandTable.insert(handle, id, ending);
              return true;
            });
  }

  @Override
  public void denied(Intent intent, String reason) {
    String id = nextId();
    var _ =
        transactions.write(
            handle -> {
              CommandTable.insert(handle, id, clock.instant(), intent, Optional.of(reason));
              return true;
            });
  }

  @Override
  public List<Entry> find(Question question) {
    return transactions.read(handle -> CommandTable.find(handle, question));
  }

  @Override
  public void strained(String host, Strain strain) {
    var _ =
        transactions.write(
            handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO host_gates (host, turns, strained_at_millis, strain)
                        VALUES (:host, 0, :at, :why)
                        ON CONFLICT (host) DO UPDATE SET strained_at_millis = :at, strain = :why\
                        """)
                    .bind("host", host)
                    .bind("at", strain.at().toEpochMilli())
                    .bind("why", strain.why())
                    .execute());
  }

  @Override
  public Optional<Strain> strain(String host) {
    return transactions.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT strained_at_millis, strain FROM host_gates
                    WHERE host = :host AND strained_at_millis > 0\
                    """)
                .bind("host", host)
                .map(
                    (row, _) ->
                        new Strain(
                            Instant.ofEpochMilli(row.getLong("strained_at_millis")),
                            row.getString("strain")))
                .findOne());
  }
}
