package dev.shindan.evals.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The metrics of a file in the PetShop layout: three header lines (node, metric, statistic) over
 * rows keyed by time.
 *
 * @param epochSeconds of the rows, ascending
 * @param columns by node, metric and statistic; NaN where a field is empty
 */
record PetshopMetrics(double[] epochSeconds, SortedMap<Column, double[]> columns) {
  /** What a column holds. */
  record Column(String node, String metric, String statistic) implements Comparable<Column> {
    @Override
    public int compareTo(Column other) {
      return toString().compareTo(other.toString());
    }
  }

  static PetshopMetrics read(Path file) throws IOException {
    List<String[]> lines = new ArrayList<>();
    for (String line : CsvTable.text(file).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("unix_timestamp")) {
        lines.add(line.split(",", -1));
      }
    }
    List<String[]> rows = lines.subList(Math.min(3, lines.size()), lines.size());
    double[] times = rows.stream().mapToDouble(row -> Double.parseDouble(row[0])).toArray();
    SortedMap<Column, double[]> columns = new TreeMap<>();
    for (int i = 1; !rows.isEmpty() && i < lines.getFirst().length; i++) {
      int at = i;
      columns.put(
          new Column(lines.get(0)[i], lines.get(1)[i], lines.get(2)[i]),
          rows.stream()
              .mapToDouble(row -> at < row.length ? CsvTable.number(row[at]) : Double.NaN)
              .toArray());
    }
    return new PetshopMetrics(times, columns);
  }

  /** The values at those times that are there; none of a column that is not. */
  double[] values(Column column, double fromSeconds, double untilSeconds) {
    double[] values = columns.get(column);
    if (values == null) {
      return new double[0];
    }
    double[] within = new double[values.length];
    int kept = 0;
    for (int i = 0; i < values.length; i++) {
      if (epochSeconds[i] >= fromSeconds && epochSeconds[i] < untilSeconds) {
        within[kept++] = values[i];
      }
    }
    return Arrays.copyOf(within, kept);
  }
}
