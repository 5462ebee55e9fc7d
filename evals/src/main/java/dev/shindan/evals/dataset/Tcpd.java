package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.ChangePoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Change points: a JSON file for each series, and the change points of several annotators. */
final class Tcpd implements Dataset {
  @Override
  public String name() {
    return "tcpd";
  }

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    long start = System.nanoTime();
    Path annotations = directory.resolve("annotations.json");
    if (!Files.exists(annotations)) {
      throw new WrongInput(directory.toString(), "expected a file annotations.json");
    }
    JsonNode truth = Json.MAPPER.readTree(annotations.toFile());
    Set<String> names = new TreeSet<>();
    truth.fieldNames().forEachRemaining(names::add);
    List<Map<String, Object>> rows = new ArrayList<>();
    double cover = 0;
    double f1 = 0;
    for (String name : names) {
      double[][] series = series(directory.resolve(name + ".json"));
      List<Integer> found = ChangePoints.indexes(series);
      List<Set<Integer>> annotators = annotators(truth.get(name));
      double caseCover = Segmentation.cover(annotators, found, series[0].length);
      double caseF1 = Segmentation.f1(annotators, found);
      cover += caseCover;
      f1 += caseF1;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("case", name);
      row.put("cover", Rounded.of(caseCover));
      row.put("f1", Rounded.of(caseF1));
      row.put("samples", series[0].length);
      row.put("found", found);
      rows.add(row);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("cover", Rounded.of(cover / Math.max(rows.size(), 1)));
    metrics.put("f1", Rounded.of(f1 / Math.max(rows.size(), 1)));
    return new DatasetReport(
        name(), rows.size(), metrics, Rounded.secondsEach(start, rows.size()), rows);
  }

  private static double[][] series(Path file) throws IOException {
    JsonNode series = Json.MAPPER.readTree(file.toFile()).path("series");
    double[][] values = new double[series.size()][];
    for (int i = 0; i < values.length; i++) {
      JsonNode raw = series.get(i).path("raw");
      values[i] = new double[raw.size()];
      for (int j = 0; j < raw.size(); j++) {
        values[i][j] = raw.get(j).isNumber() ? raw.get(j).asDouble() : Double.NaN;
      }
    }
    return values;
  }

  private static List<Set<Integer>> annotators(JsonNode annotators) {
    List<Set<Integer>> points = new ArrayList<>();
    for (JsonNode annotator : annotators) {
      Set<Integer> of = new HashSet<>();
      annotator.forEach(point -> of.add(point.asInt()));
      points.add(of);
    }
    return points;
  }
}
