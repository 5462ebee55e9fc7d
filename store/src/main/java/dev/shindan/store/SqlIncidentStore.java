package dev.shindan.store;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.triage.Filed;
import dev.shindan.agent.triage.IncidentStore;
import dev.shindan.agent.triage.Lease;
import dev.shindan.agent.triage.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Incidents and the queue of their investigations in SQL. Thread-safe. */
public final class SqlIncidentStore implements IncidentStore {
  private final Transactions transactions;
  private final Clock clock;

  SqlIncidentStore(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Receipt accept(
      Alert alert, Incident ifNew, String investigationIfNew, Duration joinWithin) {
    if (!alert.firing()) {
      return acceptEnd(alert);
    }
    return transactions.write(
        handle -> {
          Optional<Receipt> earlier = earlier(handle, alert);
          if (earlier.isPresent()) {
            return earlier.get();
          }
          Instant openedAfter = clock.instant().minus(joinWithin);
          Optional<Filed> related =
              IncidentTable.openedSince(handle, openedAfter).stream()
                  .filter(filed -> !over(filed))
                  .filter(filed -> belongTogether(filed.incident(), ifNew))
                  .findFirst();
          if (related.isPresent()) {
            Receipt.Joined joined = join(handle, related.get(), alert);
            IncidentTable.requeueEnded(handle, joined.investigation(), clock.instant());
            return joined;
          }
          IncidentTable.insert(handle, ifNew, investigationIfNew, clock.instant());
          DeliveryTable.insert(handle, clock.instant(), alert, ifNew.id());
          return new Receipt.Opened(ifNew.id(), investigationIfNew);
        });
  }

  @Override
  public Receipt acceptEnd(Alert ended) {
    return transactions.write(
        handle -> {
          Optional<Receipt> earlier = earlier(handle, ended);
          if (earlier.isPresent()) {
            return earlier.get();
          }
          Optional<Filed> own =
              DeliveryTable.incidentOf(handle, ended).flatMap(id -> IncidentTable.find(handle, id));
          if (own.isPresent()) {
            return join(handle, own.get(), ended);
          }
          DeliveryTable.insert(handle, clock.instant(), ended, null);
          return new Receipt.Recorded();
        });
  }

  /** Waits for the gate, so that alerts are taken in one after the other in all processes. */
  private static Optional<Receipt> earlier(Handle handle, Alert alert) {
    handle.execute("UPDATE gates SET turns = turns + 1 WHERE name = 'intake'");
    return DeliveryTable.earlier(handle, alert).map(Receipt.Repeated::new);
  }

  /** Investigated, and nothing fires any more: a new alert is a new disturbance. */
  private static boolean over(Filed filed) {
    return filed.state() == Filed.State.ENDED
        && filed.incident().alerts().stream().noneMatch(Alert::firing);
  }

  private static boolean belongTogether(Incident open, Incident other) {
    return !Collections.disjoint(open.scope(), other.scope())
        || open.alerts().stream()
            .anyMatch(
                known ->
                    other.alerts().stream().anyMatch(alert -> alert.name().equals(known.name())));
  }

  private Receipt.Joined join(Handle handle, Filed filed, Alert alert) {
    Instant now = clock.instant();
    String message =
        InboxTable.post(
            handle, now, filed.investigation(), "alert", alert.source(), Json.write(alert));
    IncidentTable.update(handle, filed.incident().withAlert(alert));
    DeliveryTable.insert(handle, now, alert, filed.incident().id());
    return new Receipt.Joined(filed.incident().id(), filed.investigation(), message);
  }

  @Override
  public Filed open(Incident incident, String investigation) {
    return transactions.write(
        handle -> {
          IncidentTable.insert(handle, incident, investigation, clock.instant());
          return IncidentTable.find(handle, incident.id()).orElseThrow();
        });
  }

  @Override
  public Filed openLeased(Incident incident, String investigation, String worker, Duration lease) {
    return transactions.write(
        handle -> {
          IncidentTable.insert(handle, incident, investigation, clock.instant());
          Instant now = clock.instant();
          IncidentTable.lease(handle, investigation, worker, now, now.plus(lease));
          return IncidentTable.find(handle, incident.id()).orElseThrow();
        });
  }

  @Override
  public List<Filed> list(int limit, String before) {
    return transactions.read(handle -> IncidentTable.list(handle, limit, before));
  }

  @Override
  public Optional<Filed> find(String incident) {
    return transactions.read(handle -> IncidentTable.find(handle, incident));
  }

  @Override
  public Optional<Filed> findByInvestigation(String investigation) {
    return transactions.read(handle -> IncidentTable.findByInvestigation(handle, investigation));
  }

  @Override
  public List<Filed> unfinished() {
    return transactions.read(IncidentTable::unfinished);
  }

  @Override
  public Optional<Lease> claim(String worker, Duration lease) {
    return transactions.write(
        handle -> {
          Instant now = clock.instant();
          for (String investigation : IncidentTable.claimable(handle, now)) {
            // another process may have been quicker; then the row no longer fits, and the next is
            // tried
            if (IncidentTable.lease(handle, investigation, worker, now, now.plus(lease))) {
              return Optional.of(IncidentTable.leased(handle, investigation));
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public boolean renew(String investigation, String worker, Duration lease) {
    Instant until = clock.instant().plus(lease);
    return transactions.write(handle -> IncidentTable.renew(handle, investigation, worker, until));
  }

  @Override
  public void release(String investigation, String worker) {
    transactions.write(handle -> IncidentTable.release(handle, investigation, worker));
  }

  @Override
  public boolean finish(
      String investigation, String worker, String summary, String lastMessageTaken) {
    return transactions.write(
        handle -> {
          String lastMessage = InboxTable.lockedLastMessage(handle, investigation);
          if (lastMessage.compareTo(lastMessageTaken) > 0) {
            IncidentTable.release(handle, investigation, worker);
            return false;
          }
          return IncidentTable.end(handle, investigation, worker, summary, clock.instant());
        });
  }

  @Override
  public boolean reopen(String investigation) {
    return transactions.write(
        handle -> IncidentTable.requeueEnded(handle, investigation, clock.instant()));
  }
}
