package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.MetricReduction;
import dev.shindan.agent.signal.MetricSuspects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * Metrics of a small shop, one sample a second, before and during a fault in one of its services:
 * the root service is to be ranked first and the root metric kept.
 */
final class RcdSockShop implements Dataset {
  private static final int SHIFT_SECONDS = 60;
  private static final String DATABASE = "-db";

  @Override
  public String name() {
    return "rcd-sockshop";
  }

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    long start = System.nanoTime();
    List<Map<String, Object>> rows = new ArrayList<>();
    Tally tally = new Tally();
    for (Path folder : CaseFolders.of(directory)) {
      Question question = Question.read(folder);
      MetricReduction reduction = question.reduction(0);
      List<String> ranked = question.ranked(reduction);
      JsonNode truth = Json.MAPPER.readTree(folder.resolve("ground_truth.json").toFile());
      String root = truth.path("root_service").asText();
      int metric = question.names().indexOf(truth.path("root_metric").asText());
      boolean rootKept = metric >= 0 && reduction.verdicts().get(metric).reason().kept();
      double kept = reduction.kept().size() / (double) question.names().size();
      int rank = ranked.indexOf(root) + 1;
      int early = question.ranked(question.reduction(-SHIFT_SECONDS)).indexOf(root) + 1;
      int late = question.ranked(question.reduction(SHIFT_SECONDS)).indexOf(root) + 1;
      tally.add(rank, early, late, rootKept, kept);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("case", folder.getFileName().toString());
      row.put("rank", rank);
      row.put("rankShiftedEarly", early);
      row.put("rankShiftedLate", late);
      row.put("first", ranked.getFirst());
      row.put("rootKept", rootKept);
      row.put("kept", Rounded.of(kept));
      row.put("onset", reduction.onset());
      row.put("told", question.told());
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw new WrongInput(directory.toString(), "expected a folder for each case");
    }
    return new DatasetReport(
        name(), rows.size(), tally.metrics(), Rounded.secondsEach(start, rows.size()), rows);
  }

  /**
   * What the method is given.
   *
   * @param told the sample at which the fault is said to begin
   */
  private record Question(List<String> names, double[][] series, int told) {
    static Question read(Path folder) throws IOException {
      CsvTable normal = CsvTable.read(folder.resolve("normal.csv.gz"));
      CsvTable faulty = CsvTable.read(folder.resolve("anomalous.csv.gz"));
      List<String> names = normal.names().stream().filter(name -> !name.equals("time")).toList();
      double[][] series =
          names.stream()
              .map(
                  name ->
                      DoubleStream.concat(
                              DoubleStream.of(normal.numbers(name)),
                              DoubleStream.of(faulty.numbers(name)))
                          .toArray())
              .toArray(double[][]::new);
      return new Question(names, series, normal.rows().size());
    }

    MetricReduction reduction(int wrongBySamples) {
      return MetricReduction.of(series, OptionalInt.of(told + wrongBySamples));
    }

    List<String> ranked(MetricReduction reduction) {
      return MetricSuspects.ranked(reduction, i -> service(names.get(i))).stream()
          .map(MetricSuspects.Suspect::owner)
          .toList();
    }

    /** {@code shop-db_lat_90} belongs to shop. */
    private static String service(String metric) {
      String owner = metric.substring(0, metric.indexOf('_'));
      return owner.endsWith(DATABASE)
          ? owner.substring(0, owner.length() - DATABASE.length())
          : owner;
    }
  }

  /** Sums over the cases. */
  private static final class Tally {
    private final double[] hits = new double[5];
    private double roots;
    private double kept;
    private int cases;

    void add(int rank, int early, int late, boolean rootKept, double keptPart) {
      cases++;
      hits[0] += within(rank, 1);
      hits[1] += within(rank, 3);
      hits[2] += within(rank, 5);
      hits[3] += within(early, 1);
      hits[4] += within(late, 1);
      roots += rootKept ? 1 : 0;
      kept += keptPart;
    }

    private static int within(int rank, int most) {
      return rank >= 1 && rank <= most ? 1 : 0;
    }

    Map<String, Double> metrics() {
      Map<String, Double> metrics = new LinkedHashMap<>();
      String[] names = {"top1", "top3", "top5", "top1ShiftedEarly", "top1ShiftedLate"};
      for (int i = 0; i < names.length; i++) {
        metrics.put(names[i], Rounded.of(hits[i] / cases));
      }
      metrics.put("rootRecall", Rounded.of(roots / cases));
      metrics.put("kept", Rounded.of(kept / cases));
      return metrics;
    }
  }
}
