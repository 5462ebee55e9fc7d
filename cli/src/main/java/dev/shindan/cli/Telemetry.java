package dev.shindan.cli;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.JoinedLogs;
import dev.shindan.agent.source.JoinedMetrics;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.MetricTier;
import dev.shindan.agent.source.TieredMetrics;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.telemetry.HostSockets;
import dev.shindan.agent.tool.telemetry.TelemetryTools;
import dev.shindan.collectors.alertmanager.AlertmanagerAlerts;
import dev.shindan.collectors.host.HostCommands;
import dev.shindan.collectors.host.HostInventory;
import dev.shindan.collectors.host.logs.HostLogs;
import dev.shindan.collectors.http.Retry;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.jaeger.JaegerTraces;
import dev.shindan.collectors.loki.LokiLogs;
import dev.shindan.collectors.mackerel.MackerelAnnotations;
import dev.shindan.collectors.mackerel.MackerelMetrics;
import dev.shindan.collectors.opensearch.OpenSearchLogs;
import dev.shindan.collectors.opensearch.OpenSearchSpans;
import dev.shindan.collectors.prometheus.PrometheusSource;
import dev.shindan.collectors.tempo.TempoTraces;
import dev.shindan.collectors.zipkin.ZipkinTraces;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The configured stores of telemetry, and the tools over them. */
final class Telemetry implements AutoCloseable {
  private final Inventory inventory;
  private final Retry retry;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Optional<MetricSource> metrics;
  private final Optional<LogSource> logs;
  private final Optional<TraceSource> traces;
  private final List<ChangeSource> changes;
  private final Optional<AlertSource> alerts;

  /**
   * @param told the changes that Shindan itself was told of
   */
  Telemetry(
      Settings settings,
      HostInventory hosts,
      HostCommands commands,
      ChangeSource told,
      Clock clock) {
    this.inventory = hosts.inventory();
    this.retry = settings.retry();
    this.metrics = metrics(settings, clock);
    this.logs = settings.logs().flatMap(stores -> logs(stores, hosts, commands));
    this.traces = settings.traces().flatMap(this::traces);
    this.changes =
        Stream.of(
                Stream.of(told),
                settings.changes().stream().flatMap(stores -> stores.sources(retry).stream()),
                settings.mackerel().stream()
                    .map(one -> new MackerelAnnotations(one.settings(), retry)))
            .<ChangeSource>flatMap(sources -> sources)
            .toList();
    this.alerts =
        settings
            .alertmanager()
            .map(one -> opened(new AlertmanagerAlerts(one.address().retrying(retry))));
    changes.stream()
        .filter(AutoCloseable.class::isInstance)
        .map(AutoCloseable.class::cast)
        .forEach(open::add);
  }

  /**
   * The tools whose store is configured.
   *
   * @param sockets the connections of the hosts
   */
  List<Tool> tools(Optional<HostSockets> sockets) {
    return TelemetryTools.over(metrics, logs, traces, changes, alerts, inventory, sockets);
  }

  /** What tells which alerts fire. */
  Optional<AlertSource> alerts() {
    return alerts;
  }

  @Override
  public void close() {
    for (AutoCloseable store : open) {
      try {
        store.close();
      } catch (Exception broken) {
        throw new IllegalStateException("a store could not be closed", broken);
      }
    }
  }

  private Optional<MetricSource> metrics(Settings settings, Clock clock) {
    List<MetricTier> tiers =
        settings.metricTiers().orElse(List.of()).stream()
            .map(tier -> tier.over(opened(new PrometheusSource(tier.settings(), retry))))
            .toList();
    List<MetricSource> sources = new ArrayList<>();
    settings
        .prometheusSettings()
        .ifPresent(one -> sources.add(opened(new PrometheusSource(one, retry))));
    if (!tiers.isEmpty()) {
      sources.add(new TieredMetrics(tiers, clock));
    }
    settings
        .mackerel()
        .ifPresent(one -> sources.add(opened(new MackerelMetrics(one.settings(), retry))));
    return switch (sources.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(sources.getFirst());
      default -> Optional.of(new JoinedMetrics(sources));
    };
  }

  private Optional<LogSource> logs(LogStores stores, HostInventory hosts, HostCommands commands) {
    List<LogSource> sources = new ArrayList<>();
    stores.openSearchSettings().ifPresent(found -> sources.add(opened(new OpenSearchLogs(found))));
    stores
        .lokiSettings()
        .ifPresent(found -> sources.add(opened(new LokiLogs(found.retrying(retry)))));
    stores
        .hostSettings()
        .ifPresent(
            found -> sources.add(new HostLogs(commands, hosts.connections().keySet(), found)));
    return sources.isEmpty() ? Optional.empty() : Optional.of(new JoinedLogs(sources));
  }

  private Optional<TraceSource> traces(TraceStores stores) {
    Optional<TraceSource> http =
        http(stores.zipkin(), ZipkinTraces::new)
            .or(() -> http(stores.jaeger(), JaegerTraces::new))
            .or(() -> http(stores.tempo(), TempoTraces::new));
    return http.or(
        () ->
            stores
                .openSearch()
                .map(
                    given ->
                        opened(
                            new OpenSearchSpans(
                                Addresses.of(
                                    given.url(),
                                    given.token(),
                                    given.timeoutSeconds(),
                                    given.responseBytesMax()),
                                given.index().orElse("otel-v1-apm-span-*")))));
  }

  private Optional<TraceSource> http(
      Optional<TraceStores.Http> given, Function<StoreAddress, TraceSource> store) {
    return given.map(
        found -> {
          StoreAddress address =
              Addresses.of(
                  found.url(), found.token(), found.timeoutSeconds(), found.responseBytesMax());
          TraceSource source =
              store.apply(Addresses.ofTenant(address, found.tenant()).retrying(retry));
          if (source instanceof AutoCloseable closeable) {
            open.add(closeable);
          }
          return source;
        });
  }

  private <T extends AutoCloseable> T opened(T store) {
    open.add(store);
    return store;
  }
}
