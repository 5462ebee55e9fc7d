package dev.shindan.store;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.Inbox;
import dev.shindan.agent.trail.TrailFeed;
import dev.shindan.agent.trail.TrailStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trails, their raw outputs and their inboxes in SQL; times have milliseconds. Thread-safe. */
public final class SqlTrailStore implements TrailStore, Inbox, TrailFeed {
  private static final Logger LOG = LoggerFactory.getLogger(SqlTrailStore.class);

  /** The form in which events are written; all earlier ones are read. */
  private static final int VERSION = 1;

  private final Transactions transactions;
  private final Clock clock;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  SqlTrailStore(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<Entry> append(
      String investigation, long expectedNumber, List<Event> events, List<RawOutput> raws) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Entry> entries = new ArrayList<>();
    for (Event event : events) {
      entries.add(new Entry(expectedNumber + entries.size(), now, event));
    }
    List<DeflatedOutput> outputs = raws.stream().map(DeflatedOutput::of).toList();
    try {
      transactions.write(
          handle -> {
            if (lastNumber(handle, investigation) + 1 != expectedNumber) {
              throw new Fenced(investigation, expectedNumber);
            }
            insertEntries(handle, investigation, entries);
            outputs.forEach(output -> output.insert(handle, investigation));
            return true;
          });
    } catch (StatementException wrong) {
      if (alreadyThere(wrong)) {
        throw new Fenced(investigation, expectedNumber);
      }
      throw wrong;
    }
    tell(investigation, entries);
    return List.copyOf(entries);
  }

  private static void insertEntries(Handle handle, String investigation, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO entries (investigation, number, at_millis, version, event)
            VALUES (:investigation, :number, :at, :version, :event)\
            """);
    for (Entry entry : entries) {
      batch
          .bind("investigation", investigation)
          .bind("number", entry.number())
          .bind("at", entry.at().toEpochMilli())
          .bind("version", VERSION)
          .bind("event", Json.write(entry.event()))
          .add();
    }
    batch.execute();
  }

  /** Whether the unique key of the entries refused the insert. */
  private static boolean alreadyThere(StatementException wrong) {
    for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && ("23505".equals(sql.getSQLState())
              || (sql instanceof org.sqlite.SQLiteException lite
                  && lite.getResultCode()
                      == org.sqlite.SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY))) {
        return true;
      }
    }
    return false;
  }

  private void tell(String investigation, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    long last = entries.getLast().number();
    for (Listener listener : listeners) {
      try {
        listener.appended(investigation, last);
      } catch (RuntimeException wrong) {
        // the entries are stored: a broken listener must not look like a failed append
        LOG.error("a listener broke on {} of {}", last, investigation, wrong);
      }
    }
  }

  @Override
  public List<Entry> read(String investigation, long after) {
    return transactions.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT number, at_millis, event FROM entries
                    WHERE investigation = :investigation AND number > :after ORDER BY number\
                    """)
                .bind("investigation", investigation)
                .bind("after", after)
                .map(
                    (row, _) ->
                        new Entry(
                            row.getLong("number"),
                            Instant.ofEpochMilli(row.getLong("at_millis")),
                            Json.read(row.getString("event"), Event.class)))
                .list());
  }

  @Override
  public long lastNumber(String investigation) {
    return transactions.read(handle -> lastNumber(handle, investigation));
  }

  private static long lastNumber(Handle handle, String investigation) {
    return handle
        .createQuery(
            "SELECT COALESCE(MAX(number), 0) FROM entries WHERE investigation = :investigation")
        .bind("investigation", investigation)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public Optional<RawOutput> find(String investigation, String hash) {
    return transactions
        .read(handle -> DeflatedOutput.find(handle, investigation, hash))
        .map(DeflatedOutput::inflated);
  }

  @Override
  public String post(String investigation, String kind, String author, String body) {
    return transactions.write(
        handle -> InboxTable.post(handle, clock.instant(), investigation, kind, author, body));
  }

  @Override
  public List<Message> messages(String investigation) {
    return transactions.read(handle -> InboxTable.messages(handle, investigation));
  }

  @Override
  public Subscription onAppend(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
