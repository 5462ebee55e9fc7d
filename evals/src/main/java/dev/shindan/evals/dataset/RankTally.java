package dev.shindan.evals.dataset;

import dev.shindan.agent.signal.Suspect;
import dev.shindan.agent.signal.Suspects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how high the true target was ranked. A rank is strict: whoever has the same score stands
 * above it, and a target that is not ranked at all stands below everybody.
 */
final class RankTally {
  private static final int SHOWN = 3;

  private final List<Integer> ranks = new ArrayList<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final long begunNanos;

  /**
   * @param begunNanos by {@link System#nanoTime()}, when reading began
   */
  RankTally(long begunNanos) {
    this.begunNanos = begunNanos;
  }

  void add(String name, Suspects suspects, FaultTruth truth) {
    int rank = rank(suspects, truth.target());
    ranks.add(rank);
    rows.add(row(name, suspects, truth, rank));
  }

  /** Shows a case without counting it. */
  void show(String name, Suspects suspects, FaultTruth truth, String whyNotCounted) {
    Map<String, Object> row = row(name, suspects, truth, rank(suspects, truth.target()));
    row.put("notCounted", whyNotCounted);
    rows.add(row);
  }

  DatasetReport report(String dataset) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int top : List.of(1, 3, 5)) {
      long within = ranks.stream().filter(rank -> rank > 0 && rank <= top).count();
      metrics.put("top" + top, Rounded.of(ranks.isEmpty() ? 0 : (double) within / ranks.size()));
    }
    return new DatasetReport(
        dataset, ranks.size(), metrics, Rounded.secondsEach(begunNanos, rows.size()), rows);
  }

  /** From 1; 0 when it is not ranked. */
  static int rank(Suspects suspects, String target) {
    int rank = 0;
    double score = 0;
    for (Suspect suspect : suspects.ranked()) {
      if (suspect.target().equals(target)) {
        score = suspect.score();
      }
    }
    for (Suspect suspect : suspects.ranked()) {
      rank += score > 0 && suspect.score() >= score ? 1 : 0;
    }
    return rank;
  }

  private static Map<String, Object> row(
      String name, Suspects suspects, FaultTruth truth, int rank) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("case", name);
    row.put("kind", truth.kind());
    row.put("truth", truth.target());
    row.put("rank", rank);
    row.put("margin", Rounded.of(suspects.margin()));
    row.put("missing", suspects.missing().stream().map(Enum::name).sorted().toList());
    row.put("suspects", suspects.ranked().stream().limit(SHOWN).map(RankTally::shown).toList());
    return row;
  }

  private static Map<String, Object> shown(Suspect suspect) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("target", suspect.target());
    shown.put("score", Rounded.of(suspect.score()));
    shown.put("because", suspect.suspicions().getFirst().reason());
    return shown;
  }
}
