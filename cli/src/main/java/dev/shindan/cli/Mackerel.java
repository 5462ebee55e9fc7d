package dev.shindan.cli;

import dev.shindan.collectors.mackerel.MackerelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A Mackerel organization: its metrics, and its annotations as changes. */
record Mackerel(
    Optional<URI> url,
    String apiKey,
    Optional<Integer> timeoutSeconds,
    Optional<Integer> seriesMax,
    Optional<Integer> parallelMax,
    Optional<Integer> responseBytesMax) {
  @Override
  public String toString() {
    return "Mackerel";
  }

  MackerelSettings settings() {
    MackerelSettings standard = MackerelSettings.of(url.orElse(MackerelSettings.URL), apiKey);
    return new MackerelSettings(
        standard.url(),
        apiKey,
        timeoutSeconds.map(Duration::ofSeconds).orElse(standard.timeout()),
        seriesMax.orElse(standard.seriesMax()),
        parallelMax.orElse(standard.parallelMax()),
        responseBytesMax.orElse(standard.responseBytesMax()));
  }
}
