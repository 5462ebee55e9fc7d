package dev.shindan.agent.source;

import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several stores of different series as one: each is asked, one after the other within the one
 * timeout. What one of them does not answer leaves the whole incomplete. Thread-safe if they are.
 */
public record JoinedMetrics(List<MetricSource> sources) implements MetricSource {
  public JoinedMetrics {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("at least one store is joined");
    }
  }

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Series> series = new ArrayList<>();
    List<String> origins = new ArrayList<>();
    List<Selection.Unavailable> silent = new ArrayList<>();
    boolean complete = true;
    for (MetricSource source : sources) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
      switch (source.select(matchers, window, step, left)) {
        case Selection.Unavailable not -> silent.add(not);
        case Selection.Found found -> {
          series.addAll(found.series());
          origins.add(found.origin());
          complete &= found.complete();
        }
      }
    }
    // Nothing found by those that answered does not say that there is nothing.
    boolean sampled = series.stream().anyMatch(one -> one.values().length > 0);
    if (!sampled && !silent.isEmpty()) {
      return silent.getFirst();
    }
    silent.forEach(not -> origins.add("not answered: " + not.detail()));
    return new Selection.Found(series, complete && silent.isEmpty(), String.join("; ", origins));
  }

  @Override
  public Optional<String> check() {
    List<String> problems =
        sources.stream().map(MetricSource::check).flatMap(Optional::stream).toList();
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }
}
