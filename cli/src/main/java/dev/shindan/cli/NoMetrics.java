package dev.shindan.cli;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stands where no metric store is configured and only recorded answers are read. */
enum NoMetrics implements MetricSource {
  INSTANCE;

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    return new Selection.Unavailable(Selection.Reason.UNREACHABLE, "no metric store is configured");
  }

  @Override
  public Optional<String> check() {
    return Optional.of("no metric store is configured");
  }
}
