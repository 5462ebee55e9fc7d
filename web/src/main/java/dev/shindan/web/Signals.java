package dev.shindan.web;

import dev.shindan.agent.tool.MetricChanges;
import dev.shindan.agent.tool.QueryMetric;
import dev.shindan.agent.tool.telemetry.LogChangesTool;
import dev.shindan.agent.tool.telemetry.TraceChangesTool;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Metrics, logs and traces of an investigation, drawn from what is on its trail and nothing else.
 *
 * @param version differs when something else would be drawn
 */
record Signals(
    String id, String version, MetricSection metrics, LogSection logs, TraceSection traces) {
  private static final List<String> TOOLS =
      List.of(MetricChanges.NAME, QueryMetric.NAME, LogChangesTool.NAME, TraceChangesTool.NAME);

  static Signals of(CaseFile file, WebPorts ports) {
    return new Signals(
        file.investigation(),
        version(file),
        MetricSection.of(file, ports),
        LogSection.of(file, ports),
        TraceSection.of(file, ports));
  }

  /** Told from the entries alone, since reading the outputs is what costs. */
  static String version(CaseFile file) {
    Suspects suspects = Suspects.of(file);
    StringBuilder drawn = new StringBuilder();
    for (CallState call : file.calls()) {
      if (TOOLS.contains(call.call().tool())) {
        drawn.append(call.number()).append(call.answered().isPresent() ? 'a' : 'q');
        drawn.append(suspects.rank(call.call().target())).append(' ');
      }
    }
    return UUID.nameUUIDFromBytes(drawn.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
