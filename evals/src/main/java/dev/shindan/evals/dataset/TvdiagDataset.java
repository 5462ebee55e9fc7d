package dev.shindan.evals.dataset;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.signal.DependencyGraph.Edge;
import dev.shindan.agent.signal.EventHistory;
import dev.shindan.agent.signal.SuspectRanking;
import dev.shindan.agent.signal.Suspects;
import dev.shindan.agent.signal.Suspicion.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The event sets of TVDiag: what detectors had found in the metrics, traces and logs of three
 * demonstration systems. Nothing is trained; the history is the events of all cases of the
 * directory, without their truth.
 *
 * @param folder of the system within the directory
 */
record TvdiagDataset(String name, String folder) implements Dataset {
  @Override
  public DatasetReport measure(Path directory) throws IOException {
    Path events = directory.resolve(folder).resolve("events.jsonl.gz");
    if (!Files.exists(events)) {
      throw new WrongInput(events.toString(), "there is no such file");
    }
    RankTally tally = new RankTally(System.nanoTime());
    List<TvdiagEvents> cases = TvdiagEvents.read(events);
    EventHistory history = EventHistory.of(cases.stream().map(TvdiagEvents::events).toList());
    Map<String, FaultTruth> truths = truths(directory.resolve(folder).resolve("labels.csv"));
    for (TvdiagEvents one : cases) {
      FaultTruth truth = truths.get(one.name());
      if (truth == null) {
        throw new WrongInput("labels.csv", "a line for case " + one.name() + " was expected");
      }
      tally.add(one.name(), suspects(one, history), truth);
    }
    return tally.report(name);
  }

  private static Suspects suspects(TvdiagEvents events, EventHistory history) {
    List<String> instances = events.instances();
    DependencyGraph graph =
        DependencyGraph.of(
            events.edges().stream()
                .map(
                    edge ->
                        new Edge(
                            instances.get(edge[0]),
                            instances.get(edge[1]),
                            "span",
                            Optional.empty(),
                            1))
                .toList());
    return new SuspectRanking(
            EnumSet.of(Signal.METRICS, Signal.TRACES, Signal.LOGS), graph, Optional.empty())
        .rank(history.suspicions(events.events()));
  }

  private static Map<String, FaultTruth> truths(Path file) throws IOException {
    CsvTable table = CsvTable.read(file);
    int name = table.index("case");
    int instance = table.index("instance");
    int kind = table.index("anomaly_type");
    Map<String, FaultTruth> truths = new HashMap<>();
    for (List<String> row : table.rows()) {
      truths.put(row.get(name), new FaultTruth(row.get(instance), row.get(kind)));
    }
    return truths;
  }
}
