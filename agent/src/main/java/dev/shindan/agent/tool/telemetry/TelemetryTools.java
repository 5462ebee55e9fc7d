package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.source.AlertSource;
import dev.shindan.agent.source.ChangeSource;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.NoStore;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.tool.CompareWindow;
import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.MetricChangesSettings;
import dev.shindan.agent.tool.QueryMetric;
import dev.shindan.agent.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The single list of the tools over stores of telemetry. */
public final class TelemetryTools {
  private TelemetryTools() {}

  /**
   * The tools whose stores are there.
   *
   * @param sockets the connections of hosts, where hosts can be asked
   */
  public static List<Tool> over(
      Optional<MetricSource> metrics,
      Optional<LogSource> logs,
      Optional<TraceSource> traces,
      List<? extends ChangeSource> changes,
      Optional<AlertSource> alerts,
      Inventory inventory,
      Optional<HostSockets> sockets) {
    List<Tool> tools = new ArrayList<>();
    metrics.ifPresent(
        source -> {
          MetricChangesSettings settings = MetricChangesSettings.byDefault();
          tools.add(new MetricChanges(source, inventory, settings));
          tools.add(new QueryMetric(source, inventory, settings));
          tools.add(new CompareWindow(source, inventory, settings));
        });
    logs.ifPresent(
        source -> {
          tools.add(new LogChangesTool(source, inventory));
          tools.add(new SearchLogs(source, inventory));
        });
    traces.ifPresent(source -> tools.add(new TraceChangesTool(source, inventory)));
    if (metrics.isPresent() || logs.isPresent() || traces.isPresent()) {
      tools.add(new SuspectsTool(metrics, traces, logs, inventory));
    }
    tools.add(new DependentsTool(traces, inventory, sockets));
    if (!changes.isEmpty()) {
      tools.add(new ChangesTool(List.copyOf(changes), inventory));
    }
    alerts.ifPresent(source -> tools.add(new AlertsTool(source, inventory)));
    return tools;
  }

  /**
   * All there are, for their readers alone: no store answers.
   *
   * @param sockets the reader of the connections of hosts
   */
  public static List<Tool> readers(Inventory inventory, Optional<HostSockets> sockets) {
    return over(
        Optional.of(NoStore.INSTANCE),
        Optional.of(NoStore.INSTANCE),
        Optional.of(NoStore.INSTANCE),
        List.of(NoStore.INSTANCE),
        Optional.of(NoStore.INSTANCE),
        inventory,
        sockets);
  }
}
