package dev.shindan.cli;

import dev.shindan.collectors.http.StoreAddress;
import java.net.URI;
import java.util.Optional;

/** An Alertmanager that is asked which alerts fire. */
record Alertmanager(
    URI url,
    Optional<String> token,
    Optional<Integer> timeoutSeconds,
    Optional<Integer> responseBytesMax) {
  @Override
  public String toString() {
    return "Alertmanager";
  }

  StoreAddress address() {
    return Addresses.of(url, token, timeoutSeconds, responseBytesMax);
  }
}
