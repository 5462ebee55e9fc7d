package dev.shindan.agent.tool;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LabelMatcher;
import dev.shindan.agent.source.MetricSource;
import dev.shindan.agent.source.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** A metric store that answers as a test says. */
public record ScriptedMetrics(Answer answer) implements MetricSource {
  /** One host to ask it about. */
  static final Inventory APP1 =
      new Inventory(
          List.of(
              new Target(
                  "app1", TargetKind.HOST, Set.of(), List.of(), List.of(), List.of(), Map.of())));

  /** What it says of a window. */
  @FunctionalInterface
  public interface Answer {
    Selection select(Window window, Duration step);
  }

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    return answer.select(window, step);
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }

  /** Epoch milliseconds one step apart, from the start of the window to its end. */
  public static long[] times(Window window, Duration step) {
    return LongStream.iterate(
            window.start().toEpochMilli(),
            time -> time <= window.end().toEpochMilli(),
            time -> time + step.toMillis())
        .toArray();
  }
}
