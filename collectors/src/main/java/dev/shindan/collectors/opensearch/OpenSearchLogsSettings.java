package dev.shindan.collectors.opensearch;

import dev.shindan.collectors.http.StoreAddress;
import java.util.List;

/**
 * Where the log lines are in OpenSearch and how their fields are called.
 *
 * @param index name, pattern or several with commas between them
 * @param timeField a date
 * @param messageField analysed text
 * @param levelField what says how severe the line is; lines without it are read for it
 * @param targetFields fields that hold the name, an address or a service of a target
 */
public record OpenSearchLogsSettings(
    StoreAddress store,
    String index,
    String timeField,
    String messageField,
    String levelField,
    List<String> targetFields) {
  public OpenSearchLogsSettings {
    targetFields = List.copyOf(targetFields);
    if (index.isBlank() || timeField.isBlank() || messageField.isBlank() || levelField.isBlank()) {
      throw new IllegalArgumentException(
          "index, timeField, messageField and levelField must not be empty");
    }
    if (targetFields.isEmpty()) {
      throw new IllegalArgumentException("targetFields must be at least one field");
    }
  }

  /** The names that Fluent Bit, Data Prepper and the Elastic common schema write. */
  public static OpenSearchLogsSettings of(StoreAddress store) {
    return new OpenSearchLogsSettings(
        store,
        "logs-*",
        "@timestamp",
        "message",
        "level",
        List.of("host.name", "service.name", "kubernetes.pod_name", "host", "service"));
  }
}
