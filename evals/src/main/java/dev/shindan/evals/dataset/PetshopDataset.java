package dev.shindan.evals.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.DependencyGraph.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * PetShop (Hardt et al., CLeaR 2024): performance issues injected into a demonstration system, seen
 * through the metrics and the call graph of a tracing service. Cases without a recording of normal
 * operation are shown and not counted.
 */
record PetshopDataset() implements Dataset {
  private static final String SEPARATOR = "__";

  /** What all cases of a scenario share. */
  private record Scenario(DependencyGraph graph, Optional<PetshopMetrics> healthy) {}

  @Override
  public String name() {
    return "petshop";
  }

  @Override
  public DatasetReport measure(Path directory) throws IOException {
    RankTally tally = new RankTally(System.nanoTime());
    Map<String, Scenario> scenarios = new HashMap<>();
    for (Path folder : cases(directory)) {
      String name = String.valueOf(folder.getFileName());
      String scenario = name.substring(0, name.indexOf(SEPARATOR));
      if (!scenarios.containsKey(scenario)) {
        scenarios.put(scenario, scenario(directory.resolve("../shared").resolve(scenario)));
      }
      PetshopQuestion question = question(folder, Objects.requireNonNull(scenarios.get(scenario)));
      if (question.healthy().isPresent()) {
        tally.add(name, question.suspects(), truth(folder));
      } else {
        tally.show(name, question.suspects(), truth(folder), "no recording of normal operation");
      }
    }
    return tally.report(name());
  }

  private static List<Path> cases(Path directory) throws IOException {
    List<Path> cases =
        CaseFolders.of(directory).stream()
            .filter(folder -> Files.exists(folder.resolve("target.json")))
            .filter(folder -> String.valueOf(folder.getFileName()).contains(SEPARATOR))
            .toList();
    if (cases.isEmpty()) {
      throw new WrongInput(
          directory.toString(), "expected folders SCENARIO__CASE with a target.json");
    }
    return cases;
  }

  private static Scenario scenario(Path folder) throws IOException {
    CsvTable matrix = CsvTable.read(folder.resolve("graph.csv"));
    List<Edge> edges = new ArrayList<>();
    for (List<String> row : matrix.rows()) {
      for (int i = 1; i < row.size(); i++) {
        if (CsvTable.number(row.get(i)) > 0) {
          edges.add(new Edge(row.getFirst(), matrix.names().get(i), "span", Optional.empty(), 1));
        }
      }
    }
    Path normal = folder.resolve("noissue_metrics.csv");
    return new Scenario(
        DependencyGraph.of(edges),
        Files.exists(normal) ? Optional.of(PetshopMetrics.read(normal)) : Optional.empty());
  }

  private static PetshopQuestion question(Path folder, Scenario scenario) throws IOException {
    JsonNode alert = target(folder).path("target");
    return new PetshopQuestion(
        scenario.graph(),
        scenario.healthy(),
        PetshopMetrics.read(folder.resolve("metrics.csv")),
        alert.path("node").asText(),
        alert.path("metric").asText(),
        alert.path("timestamp").asDouble());
  }

  private static FaultTruth truth(Path folder) throws IOException {
    JsonNode target = target(folder);
    return new FaultTruth(
        target.path("root_cause").path("node").asText(),
        target.path("target").path("metric").asText());
  }

  private static JsonNode target(Path folder) throws IOException {
    return Json.MAPPER.readTree(folder.resolve("target.json").toFile());
  }
}
