package dev.shindan.agent.source;

import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.util.List;

/**
 * A store of metric series. Rates, quantiles and baselines are computed by our own code over what
 * it selects, so that tiers can split a query and a replay can answer it. Thread-safe.
 */
public interface MetricSource {
  /**
   * The samples of all series that match, about one for each step.
   *
   * @param matchers all must hold; never empty
   */
  Selection select(List<LabelMatcher> matchers, Window window, Duration step, Duration timeout);

  /** Whether the store answers at all; empty when healthy, otherwise one line. */
  java.util.Optional<String> check();
}
