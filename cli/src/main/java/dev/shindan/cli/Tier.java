package dev.shindan.cli;

import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.MetricTier;
import dev.shindan.collectors.prometheus.PrometheusSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One of several Prometheus-compatible stores behind one question. */
record Tier(
    String name,
    URI url,
    Optional<String> token,
    Optional<Integer> timeoutSeconds,
    Optional<Integer> seriesMax,
    Optional<Integer> responseBytesMax,
    Optional<Integer> olderThanMinutes,
    Optional<Integer> keptForHours,
    int resolutionSeconds,
    Optional<String> minimumSuffix,
    Optional<String> maximumSuffix) {
  @Override
  public String toString() {
    return "Tier[" + name + "]";
  }

  PrometheusSettings settings() {
    return new Settings.Prometheus(url, token, timeoutSeconds, seriesMax, responseBytesMax)
        .settings();
  }

  MetricTier over(MetricSource source) {
    return new MetricTier(
        name,
        source,
        Duration.ofMinutes(olderThanMinutes.orElse(0)),
        keptForHours.map(Duration::ofHours),
        Duration.ofSeconds(resolutionSeconds),
        minimumSuffix,
        maximumSuffix);
  }
}
