package dev.shindan.store;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.RawOutput;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of the alerts taken in; each method is part of the caller's transaction. */
final class DeliveryTable {
  private DeliveryTable() {}

  /** Where an equal delivery went: empty if there was none, an empty inside if to no incident. */
  static Optional<Optional<String>> earlier(Handle handle, Alert alert) {
    return handle
        .createQuery("SELECT incident FROM deliveries WHERE delivery_hash = :delivery")
        .bind("delivery", deliveryHash(alert))
        .map((row, _) -> Optional.ofNullable(row.getString("incident")))
        .findOne();
  }

  /** The incident that the same alert went to last. */
  static Optional<String> incidentOf(Handle handle, Alert alert) {
    return handle
        .createQuery(
            """
            SELECT incident FROM deliveries
            WHERE alert_hash = :alert AND incident IS NOT NULL
            ORDER BY at_millis DESC LIMIT 1\
            """)
        .bind("alert", alertHash(alert))
        .mapTo(String.class)
        .findOne();
  }

  /**
   * @param incident null when the alert is only recorded
   */
  static void insert(Handle handle, Instant now, Alert alert, @Nullable String incident) {
    handle
        .createUpdate(
            """
            INSERT INTO deliveries (delivery_hash, alert_hash, at_millis, alert, incident)
            VALUES (:delivery, :alertHash, :at, :alert, :incident)\
            """)
        .bind("delivery", deliveryHash(alert))
        .bind("alertHash", alertHash(alert))
        .bind("at", now.toEpochMilli())
        .bind("alert", Json.write(alert))
        .bind("incident", incident)
        .execute();
  }

  private static String deliveryHash(Alert alert) {
    return RawOutput.of(alert.deliveryKey()).hash();
  }

  private static String alertHash(Alert alert) {
    return RawOutput.of(alert.source() + "/" + alert.fingerprint()).hash();
  }
}
