package dev.shindan.agent.signal;

import dev.shindan.agent.source.Span;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The longest way through a trace, the outermost span first.
 *
 * @param hops one or more
 */
public record SpanPath(List<Hop> hops) {
  /** Deeper calls are not followed. */
  private static final int HOPS_MAX = 50;

  public SpanPath {
    hops = List.copyOf(hops);
    if (hops.isEmpty()) {
      throw new IllegalArgumentException("a path has at least one span");
    }
  }

  /**
   * A span on the way.
   *
   * @param offset from the start of the first span; never less than that of the span before, since
   *     clocks of two hosts differ
   * @param selfMicros time in which no call of it was running
   * @param selfMicrosBefore median of the same for the same operation before; empty when it was not
   *     seen then
   */
  public record Hop(
      Span span, Duration offset, long selfMicros, Optional<Double> selfMicrosBefore) {}

  private record Operation(String service, String name) {}

  /** The way through the slowest trace since the onset; empty when there is none. */
  public static Optional<SpanPath> slowest(Collection<Span> before, Collection<Span> since) {
    SpanForest forest = new SpanForest(since);
    Optional<Span> slowest =
        forest.spans().stream()
            .filter(forest::isRoot)
            .max(Comparator.comparingLong(Span::durationMicros));
    return slowest.map(root -> new SpanPath(hops(root, forest, selfTimes(before))));
  }

  private static List<Hop> hops(
      Span root, SpanForest forest, Map<Operation, List<Long>> selfTimesBefore) {
    List<Hop> hops = new ArrayList<>();
    long offset = 0;
    Optional<Span> next = Optional.of(root);
    while (next.isPresent() && hops.size() < HOPS_MAX) {
      Span span = next.get();
      offset = Math.max(offset, ChronoUnit.MICROS.between(root.start(), span.start()));
      List<Long> earlier =
          selfTimesBefore.getOrDefault(new Operation(span.service(), span.operation()), List.of());
      hops.add(
          new Hop(
              span,
              Duration.of(offset, ChronoUnit.MICROS),
              forest.selfMicros(span),
              earlier.isEmpty() ? Optional.empty() : Optional.of(median(earlier))));
      next = forest.children(span).stream().max(Comparator.comparingLong(Span::durationMicros));
    }
    return hops;
  }

  private static Map<Operation, List<Long>> selfTimes(Collection<Span> spans) {
    SpanForest forest = new SpanForest(spans);
    Map<Operation, List<Long>> times = new HashMap<>();
    for (Span span : forest.spans()) {
      times
          .computeIfAbsent(new Operation(span.service(), span.operation()), _ -> new ArrayList<>())
          .add(forest.selfMicros(span));
    }
    return times;
  }

  private static double median(List<Long> values) {
    return Robust.median(values.stream().mapToDouble(Long::doubleValue).toArray());
  }
}
