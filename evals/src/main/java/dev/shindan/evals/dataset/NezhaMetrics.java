package dev.shindan.evals.dataset;

import dev.shindan.agent.signal.TargetMetric;
import dev.shindan.agent.signal.TargetMetric.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pod metrics of a folder in the Nezha layout: one file a pod, one row a minute.
 *
 * @param rows by service, in the order of time
 */
record NezhaMetrics(SortedMap<String, List<Row>> rows) {
  private static final String ENDING = "_metric.csv.gz";

  private static final Map<String, Role> ROLES = roles();

  /** A row covers the minute before it, so rows around the onset are of both times. */
  private static final Duration BLURRED = Duration.ofSeconds(30);

  private static final Duration LOOKED_AT = Duration.ofMinutes(3);

  /** What one pod measured in one minute, by column. */
  record Row(Instant at, Map<String, Double> values) {}

  static NezhaMetrics read(Path folder) throws IOException {
    SortedMap<String, List<Row>> rows = new TreeMap<>();
    for (Path file : NezhaFiles.files(folder.resolve("metric"), ENDING)) {
      String pod = String.valueOf(file.getFileName()).replace(ENDING, "");
      List<Row> ofService =
          rows.computeIfAbsent(NezhaFiles.service(pod), name -> new ArrayList<>());
      CsvTable table = CsvTable.read(file);
      int time = table.index("TimeStamp");
      for (List<String> row : table.rows()) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String column : ROLES.keySet()) {
          values.put(column, CsvTable.number(row.get(table.index(column))));
        }
        ofService.add(new Row(Instant.ofEpochSecond(Long.parseLong(row.get(time))), values));
      }
    }
    return new NezhaMetrics(rows);
  }

  /**
   * Cuts the series at the onset.
   *
   * @param healthy of fault-free times, whose rows count as before
   */
  List<TargetMetric> cut(NezhaMetrics healthy, Instant onset) {
    List<TargetMetric> metrics = new ArrayList<>();
    rows.forEach(
        (service, all) -> {
          List<Row> before =
              new ArrayList<>(
                  all.stream().filter(row -> row.at().isBefore(onset.minus(BLURRED))).toList());
          before.addAll(healthy.rows().getOrDefault(service, List.of()));
          List<Row> after =
              all.stream()
                  .filter(row -> !row.at().isBefore(onset.plus(BLURRED)))
                  .filter(row -> !row.at().isAfter(onset.plus(LOOKED_AT)))
                  .toList();
          ROLES.forEach(
              (column, role) ->
                  metrics.add(
                      new TargetMetric(
                          service, role, values(before, column), values(after, column))));
        });
    return metrics;
  }

  private static Map<String, Role> roles() {
    Map<String, Role> roles = new LinkedHashMap<>();
    roles.put("CpuUsageRate(%)", Role.UTILISATION);
    for (String quantile : List.of("P90", "P95")) {
      roles.put("PodServerLatency" + quantile + "(s)", Role.SERVER_LATENCY);
      roles.put("PodClientLatency" + quantile + "(s)", Role.CLIENT_LATENCY);
    }
    roles.put("PodWorkload(Ops)", Role.TRAFFIC);
    return roles;
  }

  private static double[] values(List<Row> rows, String column) {
    return rows.stream()
        .mapToDouble(row -> row.values().getOrDefault(column, Double.NaN))
        .toArray();
  }
}
