package dev.shindan.web;

import dev.shindan.agent.trail.CaseFile;

/**
 * Metrics, logs and traces of an investigation, drawn from what is on its trail and nothing else.
 */
record Signals(String id, MetricSection metrics, LogSection logs, TraceSection traces) {
  static Signals of(CaseFile file, WebPorts ports) {
    return new Signals(
        file.investigation(),
        MetricSection.of(file, ports),
        LogSection.of(file, ports),
        TraceSection.of(file, ports));
  }
}
