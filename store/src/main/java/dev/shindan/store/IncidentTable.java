package dev.shindan.store;

import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.triage.Filed;
import dev.shindan.agent.triage.Lease;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The rows of the incidents with their place in the queue; each method is part of the caller's
 * transaction.
 */
final class IncidentTable {
  private static final int CLAIMABLE_MAX = 20;

  private IncidentTable() {}

  /** Queues a new incident; nothing happens when it is there already. */
  static void insert(Handle handle, Incident incident, String investigation, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO incidents (id, investigation, opened_at_millis, incident, state,
              queued_at_millis, worker, leased_until_millis, attempts)
            VALUES (:id, :investigation, :opened, :incident, 'QUEUED', :now, '', 0, 0)
            ON CONFLICT (id) DO NOTHING\
            """)
        .bind("id", incident.id())
        .bind("investigation", investigation)
        .bind("opened", incident.openedAt().toEpochMilli())
        .bind("incident", Json.write(incident))
        .bind("now", now.toEpochMilli())
        .execute();
  }

  static void update(Handle handle, Incident incident) {
    handle
        .createUpdate("UPDATE incidents SET incident = :incident WHERE id = :id")
        .bind("incident", Json.write(incident))
        .bind("id", incident.id())
        .execute();
  }

  static Optional<Filed> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM incidents WHERE id = :id")
        .bind("id", id)
        .map(IncidentTable::filed)
        .findOne();
  }

  static Optional<Filed> findByInvestigation(Handle handle, String investigation) {
    return handle
        .createQuery("SELECT * FROM incidents WHERE investigation = :investigation")
        .bind("investigation", investigation)
        .map(IncidentTable::filed)
        .findOne();
  }

  /** The latest first. */
  static List<Filed> openedSince(Handle handle, Instant earliest) {
    return handle
        .createQuery(
            """
            SELECT * FROM incidents WHERE opened_at_millis >= :earliest
            ORDER BY opened_at_millis DESC, id DESC\
            """)
        .bind("earliest", earliest.toEpochMilli())
        .map(IncidentTable::filed)
        .list();
  }

  static List<Filed> list(Handle handle, int limit, String before) {
    return handle
        .createQuery(
            """
            SELECT * FROM incidents
            WHERE :before = '' OR (opened_at_millis, id) <
              (SELECT opened_at_millis, id FROM incidents WHERE id = :before)
            ORDER BY opened_at_millis DESC, id DESC LIMIT :limit\
            """)
        .bind("before", before)
        .bind("limit", limit)
        .map(IncidentTable::filed)
        .list();
  }

  static List<Filed> unfinished(Handle handle) {
    return handle
        .createQuery("SELECT * FROM incidents WHERE state <> 'ENDED' ORDER BY queued_at_millis, id")
        .map(IncidentTable::filed)
        .list();
  }

  /** Investigations that no living worker holds, the longest waiting first. */
  static List<String> claimable(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            SELECT investigation FROM incidents
            WHERE state = 'QUEUED' OR (state = 'RUNNING' AND leased_until_millis <= :now)
            ORDER BY queued_at_millis, id LIMIT :limit\
            """)
        .bind("now", now.toEpochMilli())
        .bind("limit", CLAIMABLE_MAX)
        .mapTo(String.class)
        .list();
  }

  static boolean lease(
      Handle handle, String investigation, String worker, Instant now, Instant until) {
    return handle
            .createUpdate(
                """
                UPDATE incidents SET state = 'RUNNING', worker = :worker,
                  leased_until_millis = :until, attempts = attempts + 1
                WHERE investigation = :investigation
                  AND (state = 'QUEUED' OR (state = 'RUNNING' AND leased_until_millis <= :now))\
                """)
            .bind("worker", worker)
            .bind("until", until.toEpochMilli())
            .bind("investigation", investigation)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  static Lease leased(Handle handle, String investigation) {
    return handle
        .createQuery("SELECT * FROM incidents WHERE investigation = :investigation")
        .bind("investigation", investigation)
        .map(
            (row, _) ->
                new Lease(
                    investigation,
                    Json.read(row.getString("incident"), Incident.class),
                    row.getString("worker"),
                    Instant.ofEpochMilli(row.getLong("leased_until_millis")),
                    row.getInt("attempts")))
        .one();
  }

  static boolean renew(Handle handle, String investigation, String worker, Instant until) {
    return handle
            .createUpdate(
                """
                UPDATE incidents SET leased_until_millis = :until
                WHERE investigation = :investigation AND state = 'RUNNING' AND worker = :worker\
                """)
            .bind("until", until.toEpochMilli())
            .bind("investigation", investigation)
            .bind("worker", worker)
            .execute()
        == 1;
  }

  /** Back into the queue, at its old place. */
  static boolean release(Handle handle, String investigation, String worker) {
    return handle
            .createUpdate(
                """
                UPDATE incidents SET state = 'QUEUED', worker = '', leased_until_millis = 0
                WHERE investigation = :investigation AND state = 'RUNNING' AND worker = :worker\
                """)
            .bind("investigation", investigation)
            .bind("worker", worker)
            .execute()
        == 1;
  }

  static boolean end(
      Handle handle, String investigation, String worker, String summary, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE incidents SET state = 'ENDED', worker = '', leased_until_millis = 0,
                  attempts = 0, ended_at_millis = :now, summary = :summary
                WHERE investigation = :investigation AND state = 'RUNNING' AND worker = :worker\
                """)
            .bind("now", now.toEpochMilli())
            .bind("summary", summary)
            .bind("investigation", investigation)
            .bind("worker", worker)
            .execute()
        == 1;
  }

  static boolean requeueEnded(Handle handle, String investigation, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE incidents SET state = 'QUEUED', queued_at_millis = :now,
                  ended_at_millis = NULL
                WHERE investigation = :investigation AND state = 'ENDED'\
                """)
            .bind("now", now.toEpochMilli())
            .bind("investigation", investigation)
            .execute()
        == 1;
  }

  private static Filed filed(ResultSet row, StatementContext statement) throws SQLException {
    long ended = row.getLong("ended_at_millis");
    Optional<Instant> endedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
    return new Filed(
        Json.read(row.getString("incident"), Incident.class),
        row.getString("investigation"),
        Filed.State.valueOf(row.getString("state")),
        Optional.of(row.getString("worker")).filter(worker -> !worker.isEmpty()),
        endedAt,
        Optional.ofNullable(row.getString("summary")));
  }
}
