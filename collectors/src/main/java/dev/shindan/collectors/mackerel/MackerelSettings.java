package dev.shindan.collectors.mackerel;

import dev.shindan.collectors.http.StoreAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which Mackerel organization is asked, and how much.
 *
 * @param url up to, not including, {@code /api/v0}
 * @param apiKey of the organization; reading is enough
 * @param timeout the longest one question may take, whatever the caller allows
 * @param seriesMax metrics read for one answer, each a request; the rest is left out and the answer
 *     is incomplete
 * @param parallelMax requests under way at once
 * @param responseBytesMax a longer answer is not read
 */
public record MackerelSettings(
    URI url,
    String apiKey,
    Duration timeout,
    int seriesMax,
    int parallelMax,
    int responseBytesMax) {
  /** Where organizations are. */
  public static final URI URL = URI.create("https://api.mackerelio.com");

  public MackerelSettings {
    var _ = new StoreAddress(url, Optional.empty(), Map.of(), timeout, responseBytesMax);
    if (apiKey.isBlank()) {
      throw new IllegalArgumentException("apiKey must not be empty");
    }
    if (seriesMax < 1 || parallelMax < 1) {
      throw new IllegalArgumentException("seriesMax and parallelMax must be 1 or more");
    }
  }

  /** 10 s, 200 metrics, 8 at once, 32 MiB. */
  public static MackerelSettings of(URI url, String apiKey) {
    return new MackerelSettings(
        url, apiKey, StoreAddress.TIMEOUT, 200, 8, StoreAddress.RESPONSE_BYTES_MAX);
  }

  /** Without the key, so that it may be logged. */
  @Override
  public String toString() {
    return "MackerelSettings[" + store().shown() + ", seriesMax=" + seriesMax + "]";
  }

  StoreAddress store() {
    return new StoreAddress(url, Optional.empty(), Map.of(), timeout, responseBytesMax)
        .with("X-Api-Key", apiKey);
  }
}
