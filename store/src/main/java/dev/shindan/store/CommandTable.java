package dev.shindan.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of commands and their endings; each method is part of the caller's transaction. */
final class CommandTable {
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private CommandTable() {}

  /**
   * @param sent within {@link HostLimits#WINDOW}
   */
  record Load(int sent, int underWay) {}

  /** Holds the gate of a host until the transaction ends: nobody else counts meanwhile. */
  static void holdGate(Handle handle, String host) {
    var _ =
        handle
            .createUpdate(
                """
                INSERT INTO host_gates (host, turns, strained_at_millis, strain)
                VALUES (:host, 1, 0, '')
                ON CONFLICT (host) DO UPDATE SET turns = host_gates.turns + 1\
                """)
            .bind("host", host)
            .execute();
  }

  /**
   * No command takes longer than {@link #LONGEST}, so those under way are among those looked at.
   */
  static Load load(Handle handle, String host, Instant now) {
    return handle
        .createQuery(
            """
            SELECT COUNT(CASE WHEN commands.at_millis > :window THEN 1 END) AS sent,
              COUNT(CASE WHEN endings.command IS NULL AND commands.expires_at_millis > :now
                THEN 1 END) AS under_way
            FROM commands LEFT JOIN command_endings endings ON endings.command = commands.id
            WHERE commands.host = :host AND commands.at_millis > :after
              AND commands.denied IS NULL\
            """)
        .bind("host", host)
        .bind("now", now.toEpochMilli())
        .bind("window", now.minus(HostLimits.WINDOW).toEpochMilli())
        .bind("after", now.minus(LONGEST).toEpochMilli())
        .map((row, _) -> new Load(row.getInt("sent"), row.getInt("under_way")))
        .one();
  }

  static void insert(
      Handle handle, String id, Instant now, HostLedger.Intent intent, Optional<String> denied) {
    var _ =
        handle
            .createUpdate(
                """
                INSERT INTO commands (id, at_millis, host, asker, argv, expires_at_millis, denied)
                VALUES (:id, :at, :host, :asker, :argv, :expires, :denied)\
                """)
            .bind("id", id)
            .bind("at", now.toEpochMilli())
            .bind("host", intent.host())
            .bind("asker", intent.asker())
            .bind("argv", Json.write(intent.argv()))
            .bind("expires", now.plus(intent.longest()).toEpochMilli())
            .bind("denied", denied.orElse(null))
            .execute();
  }

  static void insert(Handle handle, String id, HostLedger.Ending ending) {
    var _ =
        handle
            .createUpdate(
                """
                INSERT INTO command_endings (command, outcome, status, bytes, took_millis)
                VALUES (:command, :outcome, :status, :bytes, :took)
                ON CONFLICT (command) DO NOTHING\
                """)
            .bind("command", id)
            .bind("outcome", ending.outcome())
            .bind("status", ending.status().orElse(null))
            .bind("bytes", ending.bytes())
            .bind("took", ending.took().toMillis())
            .execute();
  }

  static List<HostLedger.Entry> find(Handle handle, HostLedger.Question question) {
    return handle
        .createQuery(
            """
            SELECT id, at_millis, host, asker, argv, denied, outcome, status, bytes, took_millis
            FROM commands LEFT JOIN command_endings ON command_endings.command = commands.id
            WHERE at_millis >= :since
            """
                + question.host().map(_ -> " AND host = :host").orElse("")
                + question.asker().map(_ -> " AND asker = :asker").orElse("")
                + (question.deniedOnly() ? " AND denied IS NOT NULL" : "")
                + " ORDER BY at_millis DESC, id DESC LIMIT :count")
        .bind("since", question.since().toEpochMilli())
        .bind("count", question.countMax())
        .bindMap(
            java.util.Map.of(
                "host", question.host().orElse(""), "asker", question.asker().orElse("")))
        .configure(
            org.jdbi.v3.core.statement.SqlStatements.class,
            sql -> sql.setUnusedBindingAllowed(true))
        .map((row, _) -> entry(row))
        .list();
  }

  private static HostLedger.Entry entry(ResultSet row) throws SQLException {
    return new HostLedger.Entry(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("at_millis")),
        row.getString("host"),
        row.getString("asker"),
        argv(row.getString("argv")),
        Optional.ofNullable(row.getString("denied")),
        ending(row));
  }

  private static List<String> argv(String json) {
    try {
      return Json.MAPPER.readValue(json, new TypeReference<List<String>>() {});
    } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static Optional<HostLedger.Ending> ending(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    if (outcome == null) {
      return Optional.empty();
    }
    int status = row.getInt("status");
    return Optional.of(
        new HostLedger.Ending(
            outcome,
            row.wasNull() ? Optional.empty() : Optional.of(status),
            row.getLong("bytes"),
            Duration.ofMillis(row.getLong("took_millis"))));
  }
}
