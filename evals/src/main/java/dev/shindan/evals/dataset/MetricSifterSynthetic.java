package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.MetricReduction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Metric reduction: generated series, of which those downstream of a root cause change at a time
 * that the method is not told.
 */
final class MetricSifterSynthetic implements Dataset {
  @Override
  public String name() {
    return "metricsifter-synthetic";
  }

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    long start = System.nanoTime();
    List<Map<String, Object>> rows = new ArrayList<>();
    double sum = 0;
    for (Path folder : CaseFolders.of(directory)) {
      CsvTable table = CsvTable.read(folder.resolve("metrics.csv.gz"));
      double[][] series = table.names().stream().map(table::numbers).toArray(double[][]::new);
      MetricReduction reduction = MetricReduction.of(series);
      Score score = Score.of(reduction, table.names(), anomalous(folder));
      sum += score.balanced();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("case", folder.getFileName().toString());
      row.put("balancedAccuracy", Rounded.of(score.balanced()));
      row.put("sensitivity", Rounded.of(score.sensitivity()));
      row.put("specificity", Rounded.of(score.specificity()));
      row.put("onset", reduction.onset());
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw new WrongInput(directory.toString(), "expected a folder for each case");
    }
    return new DatasetReport(
        name(),
        rows.size(),
        Map.of("balancedAccuracy", Rounded.of(sum / rows.size())),
        Rounded.secondsEach(start, rows.size()),
        rows);
  }

  private static Set<String> anomalous(Path folder) throws IOException {
    JsonNode truth = Json.MAPPER.readTree(folder.resolve("ground_truth.json").toFile());
    Set<String> names = new HashSet<>();
    truth.path("anomalous").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** How many of the anomalous series were kept, and of the others dropped. */
  private record Score(double sensitivity, double specificity) {
    static Score of(MetricReduction reduction, List<String> names, Set<String> anomalous) {
      int keptRightly = 0;
      int droppedRightly = 0;
      for (int i = 0; i < names.size(); i++) {
        boolean kept = reduction.verdicts().get(i).reason().kept();
        boolean belongs = anomalous.contains(names.get(i));
        keptRightly += kept && belongs ? 1 : 0;
        droppedRightly += !kept && !belongs ? 1 : 0;
      }
      int others = names.size() - anomalous.size();
      return new Score(
          anomalous.isEmpty() ? 1 : keptRightly / (double) anomalous.size(),
          others == 0 ? 1 : droppedRightly / (double) others);
    }

    double balanced() {
      return (sensitivity + specificity) / 2;
    }
  }
}
