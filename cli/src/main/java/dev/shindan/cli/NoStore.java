package dev.shindan.cli;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import dev.shindan.agent.source.TraceQuery;
import dev.shindan.agent.source.TraceSource;
import dev.shindan.agent.source.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stands where no store is configured and only recorded answers are read. */
enum NoStore implements MetricSource, LogSource, TraceSource {
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
  public Optional<String> check() {
    return Optional.of(WHY);
  }
}
