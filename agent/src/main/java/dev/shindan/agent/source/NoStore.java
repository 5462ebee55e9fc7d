package dev.shindan.agent.source;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stands where no store is configured and only recorded answers are read. */
public enum NoStore implements MetricSource, LogSource, TraceSource, ChangeSource, AlertSource {
  INSTANCE;

  private static final String WHY = "no such store is configured";

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    return new Selection.Unavailable(Selection.Reason.UNREACHABLE, WHY);
  }

  @Override
  public boolean holds(Target target) {
    return true;
  }

  @Override
  public LogAnswer search(LogQuery query, Duration timeout) {
    return new LogAnswer.Unavailable(Selection.Reason.UNREACHABLE, WHY);
  }

  @Override
  public Traces find(TraceQuery query, Duration timeout) {
    return new Traces.Unavailable(Selection.Reason.UNREACHABLE, WHY);
  }

  @Override
  public Changes find(Window window, Duration timeout) {
    return new Changes.Unavailable(Selection.Reason.UNREACHABLE, WHY);
  }

  @Override
  public FiringAlerts firing(Duration timeout) {
    return new FiringAlerts.Unavailable(Selection.Reason.UNREACHABLE, WHY);
  }

  @Override
  public Optional<String> check() {
    return Optional.of(WHY);
  }
}
