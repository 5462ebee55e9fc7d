package dev.shindan.agent.fleet;

import dev.shindan.agent.signal.Robust;
import dev.shindan.agent.tool.ToolAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Names the hosts that differ from the rest, fact by fact. Numbers are judged by their distance
 * from the median in robust standard deviations, words by the value that most hosts share; a fact
 * by which many hosts differ names nobody, for then there is no usual value.
 */
final class Outliers {
  /** Below this there is no "most of them". */
  static final int HOSTS_MIN = 4;

  /** Robust standard deviations: Iglewicz and Hoaglin (1993) recommend 3.5. */
  static final double SIGMAS_MIN = 3.5;

  /** What differs by less than this part of the median matters to nobody. */
  static final double PART_OF_MEDIAN_MIN = 0.05;

  /** More than this part of the hosts are not outliers but another kind of host. */
  static final double HOSTS_PART_MAX = 0.1;

  /** The part of the hosts that must share a word for the others to differ from it. */
  static final double SHARED_PART_MIN = 0.75;

  private Outliers() {}

  private record Value(String host, Fact fact) {}

  private record Scored(Outlier outlier, double score) {}

  /** The facts by which the fewest hosts differ most come first. */
  static List<Outlier> in(List<HostOutcome> outcomes) {
    Map<String, List<Value>> byFact = new TreeMap<>();
    for (HostOutcome outcome : outcomes) {
      if (outcome.answer() instanceof ToolAnswer.Observed observed) {
        Fact.of(observed.facts())
            .forEach(
                (path, fact) ->
                    byFact
                        .computeIfAbsent(path, _ -> new ArrayList<>())
                        .add(new Value(outcome.host(), fact)));
      }
    }
    List<Scored> found = new ArrayList<>();
    byFact.forEach((path, values) -> differing(path, values).ifPresent(found::add));
    return found.stream()
        .sorted(Comparator.comparingDouble(Scored::score).reversed())
        .map(Scored::outlier)
        .toList();
  }

  private static Optional<Scored> differing(String path, List<Value> values) {
    if (values.size() < HOSTS_MIN) {
      return Optional.empty();
    }
    return values.stream().allMatch(value -> value.fact() instanceof Fact.Quantity)
        ? far(path, values)
        : rare(path, values);
  }

  private static Optional<Scored> far(String path, List<Value> values) {
    double[] numbers = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(values.get(i));
    }
    double median = Robust.median(numbers);
    double sigma = Robust.sigma(numbers);
    double least = Math.max(SIGMAS_MIN * sigma, PART_OF_MEDIAN_MIN * Math.abs(median));
    List<Value> far =
        values.stream()
            .filter(value -> Math.abs(number(value) - median) > least)
            .sorted(
                Comparator.comparingDouble((Value value) -> -Math.abs(number(value) - median))
                    .thenComparing(Value::host))
            .toList();
    if (far.isEmpty() || tooMany(far.size(), values.size())) {
      return Optional.empty();
    }
    double score = Math.abs(number(far.getFirst()) - median) / Math.max(sigma, 1e-9);
    return Optional.of(
        new Scored(outlier(path, new Fact.Quantity(median).shown(), values.size(), far), score));
  }

  private static Optional<Scored> rare(String path, List<Value> values) {
    Map<String, Integer> counts = new HashMap<>();
    values.forEach(value -> counts.merge(value.fact().shown(), 1, Integer::sum));
    String usual =
        counts.entrySet().stream()
            .max(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow()
            .getKey();
    List<Value> others =
        values.stream()
            .filter(value -> !value.fact().shown().equals(usual))
            .sorted(Comparator.comparing(Value::host))
            .toList();
    double shared = 1 - (double) others.size() / values.size();
    if (others.isEmpty() || shared < SHARED_PART_MIN) {
      return Optional.empty();
    }
    return Optional.of(
        new Scored(
            outlier(path, usual, values.size(), others), (double) values.size() / others.size()));
  }

  /** One host may always differ. */
  private static boolean tooMany(int differing, int of) {
    return differing > Math.max(1, of * HOSTS_PART_MAX);
  }

  private static Outlier outlier(String path, String usual, int of, List<Value> differing) {
    return new Outlier(
        path,
        usual,
        of,
        differing.stream()
            .map(value -> new Outlier.Differing(value.host(), value.fact().shown()))
            .toList());
  }

  private static double number(Value value) {
    return switch (value.fact()) {
      case Fact.Quantity number -> number.value();
      case Fact.Word _ -> Double.NaN;
    };
  }
}
