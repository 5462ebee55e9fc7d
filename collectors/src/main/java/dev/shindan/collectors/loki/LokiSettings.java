package dev.shindan.collectors.loki;

import dev.shindan.collectors.http.Retry;
import dev.shindan.collectors.http.StoreAddress;
import java.util.List;

/**
 * Where Loki is and by which labels the streams of a target are found.
 *
 * @param targetLabels stream labels that hold the name, address or service of a target; the first
 *     under which there are streams is used
 */
public record LokiSettings(StoreAddress store, List<String> targetLabels) {
  /** Labels that the usual shippers set. */
  public static final List<String> TARGET_LABELS =
      List.of("host", "instance", "service_name", "app", "pod");

  public LokiSettings {
    targetLabels = List.copyOf(targetLabels);
    if (targetLabels.isEmpty()
        || !targetLabels.stream().allMatch(label -> label.matches("[a-zA-Z_][a-zA-Z0-9_]*"))) {
      throw new IllegalArgumentException("targetLabels must be at least one label name");
    }
  }

  public LokiSettings retrying(Retry retry) {
    return new LokiSettings(store.retrying(retry), targetLabels);
  }
}
