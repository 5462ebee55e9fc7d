package dev.shindan.evals.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured on a benchmark.
 *
 * @param cases how many cases were measured
 * @param metrics accuracy by name, as fractions of 1 ({@code top1}, {@code f1}, …)
 * @param secondsPerCase mean wall time of a case, reading included
 * @param rows one per case, with what a reader needs to understand a miss; same order on every run
 */
public record DatasetReport(
    String dataset,
    int cases,
    Map<String, Double> metrics,
    double secondsPerCase,
    List<Map<String, Object>> rows) {
  public DatasetReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    rows = List.copyOf(rows);
  }
}
