package dev.shindan.store;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.trail.Inbox;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** The rows of the inboxes; each method is part of the caller's transaction. */
final class InboxTable {
  /** What a message says; stored as JSON because PostgreSQL text cannot hold every character. */
  private record Body(String kind, String author, String body) {}

  private InboxTable() {}

  /** Holds the inbox until the transaction ends, so that messages are numbered without gaps. */
  static String post(
      Handle handle, Instant now, String investigation, String kind, String author, String body) {
    long number =
        handle
            .createQuery(
                """
                INSERT INTO inboxes (investigation, last_message) VALUES (:investigation, 1)
                ON CONFLICT (investigation) DO UPDATE SET last_message = inboxes.last_message + 1
                RETURNING last_message\
                """)
            .bind("investigation", investigation)
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate(
            """
            INSERT INTO messages (investigation, number, at_millis, message)
            VALUES (:investigation, :number, :at, :message)\
            """)
        .bind("investigation", investigation)
        .bind("number", number)
        .bind("at", now.toEpochMilli())
        .bind("message", Json.write(new Body(kind, author, body)))
        .execute();
    return id(number);
  }

  /** Holds the inbox until the transaction ends; the id of its last message, blank if none. */
  static String lockedLastMessage(Handle handle, String investigation) {
    long number =
        handle
            .createQuery(
                """
                INSERT INTO inboxes (investigation, last_message) VALUES (:investigation, 0)
                ON CONFLICT (investigation) DO UPDATE SET last_message = inboxes.last_message
                RETURNING last_message\
                """)
            .bind("investigation", investigation)
            .mapTo(Long.class)
            .one();
    return number == 0 ? "" : id(number);
  }

  static List<Inbox.Message> messages(Handle handle, String investigation) {
    return handle
        .createQuery(
            """
            SELECT number, at_millis, message FROM messages
            WHERE investigation = :investigation ORDER BY number\
            """)
        .bind("investigation", investigation)
        .map(
            (row, _) -> {
              Body body = Json.read(row.getString("message"), Body.class);
              return new Inbox.Message(
                  id(row.getLong("number")),
                  body.kind(),
                  body.author(),
                  body.body(),
                  Instant.ofEpochMilli(row.getLong("at_millis")));
            })
        .list();
  }

  private static String id(long number) {
    return String.format(Locale.ROOT, "%08d", number);
  }
}
