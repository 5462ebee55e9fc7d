package dev.shindan.cli;

import dev.shindan.collectors.http.StoreAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads where a store is, as it is written in the settings. */
final class Addresses {
  private Addresses() {}

  static StoreAddress of(
      URI url,
      Optional<String> token,
      Optional<Integer> timeoutSeconds,
      Optional<Integer> responseBytesMax) {
    return new StoreAddress(
        url,
        token.filter(text -> !text.isBlank()),
        Map.of(),
        timeoutSeconds.map(Duration::ofSeconds).orElse(StoreAddress.TIMEOUT),
        responseBytesMax.orElse(StoreAddress.RESPONSE_BYTES_MAX));
  }

  /** How Loki, Tempo and Mimir are told whose data is asked for. */
  static StoreAddress ofTenant(StoreAddress store, Optional<String> tenant) {
    return tenant.map(name -> store.with("X-Scope-OrgID", name)).orElse(store);
  }
}
