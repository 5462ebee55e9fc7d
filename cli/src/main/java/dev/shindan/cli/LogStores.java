package dev.shindan.cli;

import dev.shindan.collectors.host.logs.HostLogsSettings;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.loki.LokiSettings;
import dev.shindan.collectors.opensearch.OpenSearchLogsSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The stores of log lines; all that are given are searched. */
record LogStores(Optional<OpenSearch> openSearch, Optional<Loki> loki, Optional<Hosts> hosts) {
  /** Log lines in OpenSearch. */
  record OpenSearch(
      URI url,
      Optional<String> token,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> responseBytesMax,
      Optional<String> index,
      Optional<String> timeField,
      Optional<String> messageField,
      Optional<String> levelField,
      Optional<List<String>> targetFields) {
    @Override
    public String toString() {
      return "OpenSearch";
    }
  }

  /** Log lines in Loki. */
  record Loki(
      URI url,
      Optional<String> token,
      Optional<String> tenant,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> responseBytesMax,
      Optional<List<String>> targetLabels) {
    @Override
    public String toString() {
      return "Loki";
    }
  }

  /** Log lines that lie on the hosts themselves. */
  record Hosts(
      Optional<Boolean> journal,
      Optional<List<String>> directories,
      Optional<List<String>> names,
      Optional<Integer> filesMax) {}

  Optional<OpenSearchLogsSettings> openSearchSettings() {
    return openSearch.map(
        given -> {
          StoreAddress store =
              Addresses.of(
                  given.url(), given.token(), given.timeoutSeconds(), given.responseBytesMax());
          OpenSearchLogsSettings standard = OpenSearchLogsSettings.of(store);
          return new OpenSearchLogsSettings(
              store,
              given.index().orElse(standard.index()),
              given.timeField().orElse(standard.timeField()),
              given.messageField().orElse(standard.messageField()),
              given.levelField().orElse(standard.levelField()),
              given.targetFields().orElse(standard.targetFields()));
        });
  }

  Optional<LokiSettings> lokiSettings() {
    return loki.map(
        given -> {
          StoreAddress store =
              Addresses.of(
                  given.url(), given.token(), given.timeoutSeconds(), given.responseBytesMax());
          return new LokiSettings(
              Addresses.ofTenant(store, given.tenant()),
              given.targetLabels().orElse(LokiSettings.TARGET_LABELS));
        });
  }

  Optional<HostLogsSettings> hostSettings() {
    return hosts.map(
        given ->
            new HostLogsSettings(
                given.directories().orElse(List.of()),
                given.names().orElse(List.of()),
                given.journal().orElse(true),
                given.filesMax().orElse(HostLogsSettings.FILES_MAX)));
  }
}
