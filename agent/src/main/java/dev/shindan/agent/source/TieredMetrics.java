package dev.shindan.agent.source;

import dev.shindan.agent.model.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Several metric stores behind one: each is asked for the part of the window whose age it holds.
 *
 * <p>Where two hold the same time, the one that stands first wins, sample by sample within its
 * resolution. A store that is down or empty where it should not be is made up for by the others,
 * which are then asked for its part whatever their own age; the answer says so and is incomplete.
 * Roll-ups keep their minimum and maximum as series with the label {@code rollup}. Thread-safe.
 */
public final class TieredMetrics implements MetricSource {
  private final List<MetricTier> tiers;
  private final Clock clock;

  /**
   * @param tiers in the order of preference, the finest first; never empty
   */
  public TieredMetrics(List<MetricTier> tiers, Clock clock) {
    this.tiers = List.copyOf(tiers);
    this.clock = clock;
    if (tiers.isEmpty()) {
      throw new IllegalArgumentException("at least one tier");
    }
  }

  /** What one tier answered for its part of the window. */
  private record Part(MetricTier tier, Window asked, Selection.Found found, boolean standsIn) {}

  @Override
  public Selection select(
      List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
    Question question =
        new Question(matchers, step, System.nanoTime() + timeout.toNanos(), new ArrayList<>());
    List<Part> parts = new ArrayList<>();
    Optional<Selection.Unavailable> failure = Optional.empty();
    List<MetricTier> silent = new ArrayList<>();
    for (MetricTier tier : tiers) {
      Optional<Window> own = part(tier, window);
      if (own.isPresent()) {
        switch (question.ask(tier, own.get())) {
          case Selection.Unavailable not -> {
            failure = failure.or(() -> Optional.of(not));
            silent.add(tier);
          }
          case Selection.Found found -> {
            parts.add(new Part(tier, own.get(), found, false));
            if (!found.sampled()) {
              silent.add(tier);
            }
          }
        }
      }
    }
    for (MetricTier tier : silent) {
      standIn(tier, part(tier, window).orElseThrow(), question).ifPresent(parts::add);
    }
    boolean nothing = parts.stream().allMatch(part -> !part.found().sampled());
    return nothing && failure.isPresent() ? failure.get() : joined(parts, question.failures());
  }

  /** One question with what kept tiers from answering it. */
  private record Question(
      List<LabelMatcher> matchers, Duration step, long deadline, List<String> failures) {
    Selection ask(MetricTier tier, Window window) {
      long left = deadline - System.nanoTime();
      Duration coarse = step.compareTo(tier.resolution()) < 0 ? tier.resolution() : step;
      Selection answer =
          left <= 0
              ? new Selection.Unavailable(Selection.Reason.TIMED_OUT, "no time was left to ask it")
              : tier.source()
                  .select(tier.widened(matchers), window, coarse, Duration.ofNanos(left));
      if (answer instanceof Selection.Unavailable not) {
        failures.add(tier.name() + " did not answer: " + not.detail());
      }
      return answer;
    }
  }

  /** What the first other tier knows of that time, although it is not meant to. */
  private Optional<Part> standIn(MetricTier silent, Window window, Question question) {
    for (MetricTier tier : tiers) {
      if (!tier.equals(silent)
          && question.ask(tier, window) instanceof Selection.Found found
          && found.sampled()) {
        return Optional.of(new Part(tier, window, found, true));
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> check() {
    List<String> problems = new ArrayList<>();
    for (MetricTier tier : tiers) {
      tier.source().check().ifPresent(problem -> problems.add(tier.name() + ": " + problem));
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  /** The part of the window that the tier should hold; empty when there is none. */
  private Optional<Window> part(MetricTier tier, Window window) {
    Instant now = clock.instant();
    Instant newest = now.minus(tier.olderThan());
    Instant end = window.end().isBefore(newest) ? window.end() : newest;
    if (tier.olderThan().isZero()) {
      end = window.end(); // a clock apart is no reason to leave out the newest samples
    }
    Instant oldest = tier.keptFor().map(now::minus).orElse(window.start());
    Instant start = window.start().isAfter(oldest) ? window.start() : oldest;
    return start.isAfter(end) ? Optional.empty() : Optional.of(new Window(start, end));
  }

  private static Selection joined(List<Part> parts, List<String> failures) {
    Map<Map<String, String>, TreeMap<Long, Double>> series = new LinkedHashMap<>();
    for (Part part : parts) {
      for (Series one : part.found().series()) {
        TreeMap<Long, Double> samples =
            series.computeIfAbsent(part.tier().plain(one.labels()), _ -> new TreeMap<>());
        fill(samples, one, part.tier().resolution().toMillis(), part.asked());
      }
    }
    List<Series> all = new ArrayList<>();
    series.forEach((labels, samples) -> all.add(series(labels, samples)));
    boolean complete =
        failures.isEmpty()
            && parts.stream().allMatch(part -> part.found().complete() && !part.standsIn());
    return new Selection.Found(all, complete, origin(parts, failures));
  }

  /**
   * Samples of a tier that stands later fill only where none stands within half its resolution. Of
   * two samples of one time the later one in the answer counts, and order does not matter.
   */
  private static void fill(
      NavigableMap<Long, Double> samples, Series one, long resolutionMillis, Window asked) {
    TreeMap<Long, Double> own = new TreeMap<>();
    for (int i = 0; i < one.values().length; i++) {
      long time = one.epochMillis()[i];
      boolean inside = time >= asked.start().toEpochMilli() && time <= asked.end().toEpochMilli();
      if (inside && Double.isFinite(one.values()[i])) {
        own.put(time, one.values()[i]);
      }
    }
    TreeMap<Long, Double> earlier = new TreeMap<>(samples);
    own.forEach(
        (time, value) -> {
          Long below = earlier.floorKey(time);
          Long above = earlier.ceilingKey(time);
          boolean near =
              (below != null && time - below < Math.max(1, resolutionMillis / 2))
                  || (above != null && above - time < Math.max(1, resolutionMillis / 2));
          if (!near) {
            samples.put(time, value);
          }
        });
  }

  private static Series series(Map<String, String> labels, SortedMap<Long, Double> samples) {
    long[] times = samples.keySet().stream().mapToLong(Long::longValue).toArray();
    double[] values = samples.values().stream().mapToDouble(Double::doubleValue).toArray();
    return new Series(labels, times, values);
  }

  private static String origin(List<Part> parts, List<String> failures) {
    List<String> words = new ArrayList<>();
    for (Part part : parts) {
      if (part.found().sampled()) {
        words.add(
            "%s (%s, every %s s%s)"
                .formatted(
                    part.tier().name(),
                    part.found().origin(),
                    part.tier().resolution().toMillis() / 1000.0,
                    part.standsIn() ? ", standing in" : ""));
      }
    }
    words.addAll(failures);
    return words.isEmpty() ? "no tier holds such series" : String.join("; ", words);
  }
}
