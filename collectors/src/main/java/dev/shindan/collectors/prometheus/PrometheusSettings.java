package dev.shindan.collectors.prometheus;

import dev.shindan.collectors.http.StoreAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Prometheus-compatible store is and how much it may be asked for.
 *
 * @param url up to, not including, {@code /api/v1}; user info in it is sent as basic credentials
 * @param token sent as a bearer token; wins over user info in the URL
 * @param timeout the longest one question may take, whatever the caller allows
 * @param seriesMax series kept of one answer; the rest is left out and the answer is incomplete
 * @param responseBytesMax a longer answer is not read
 */
public record PrometheusSettings(
    URI url, Optional<String> token, Duration timeout, int seriesMax, int responseBytesMax) {
  public PrometheusSettings {
    var _ = new StoreAddress(url, token, Map.of(), timeout, responseBytesMax);
    if (seriesMax < 1) {
      throw new IllegalArgumentException("seriesMax must be 1 or more");
    }
  }

  /** No credentials, 10 s, 5000 series, 32 MiB. */
  public static PrometheusSettings of(URI url) {
    return new PrometheusSettings(url, Optional.empty(), Duration.ofSeconds(10), 5000, 32 << 20);
  }

  /** Without the token and the user info, so that it may be logged. */
  @Override
  public String toString() {
    return "PrometheusSettings[" + address() + ", seriesMax=" + seriesMax + "]";
  }

  StoreAddress store() {
    return new StoreAddress(url, token, Map.of(), timeout, responseBytesMax);
  }

  /** The URL as it may be shown: without user info and trailing slashes. */
  String address() {
    return store().shown();
  }
}
