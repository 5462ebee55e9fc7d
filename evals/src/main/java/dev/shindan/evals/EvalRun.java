package dev.shindan.evals;

import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.replay.Case;
import dev.shindan.agent.replay.CaseFolder;
import dev.shindan.agent.replay.CaseResult;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.settings.StrictYaml;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.trail.InMemoryTrailStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs case folders through the real loop and scores them. */
public final class EvalRun {
  private static final String FLOOR = "floor.yaml";

  private final CaseRunner runner;
  private final String reasoner;

  /** How many cases of a folder must be right. */
  public record Floor(int right) {}

  public EvalRun(CaseRunner runner, String reasoner) {
    this.runner = runner;
    this.reasoner = reasoner;
  }

  /**
   * @param paths case folders, or folders of case folders with a {@code floor.yaml}
   * @throws WrongInput when a path holds no case
   */
  public EvalReport over(List<Path> paths) throws InterruptedException {
    List<CaseResult> rows = new ArrayList<>();
    int floor = 0;
    for (Path path : paths) {
      List<Path> folders = folders(path);
      Path file = path.resolve(FLOOR);
      floor +=
          Files.exists(file)
              ? new StrictYaml(Map.of()).read(file, Floor.class).right()
              : folders.size();
      for (Path folder : folders) {
        rows.add(run(CaseFolder.read(folder)));
      }
    }
    return EvalReport.of(rows, floor);
  }

  private CaseResult run(Case item) throws InterruptedException {
    InMemoryTrailStore store = new InMemoryTrailStore(CaseRunner.clockOf(item));
    long began = System.nanoTime();
    Verdict verdict = runner.run(item, reasoner, store, store);
    double seconds = (System.nanoTime() - began) / 1e9;
    return CaseScore.of(item, reasoner, verdict, store.read(item.name(), 0), seconds);
  }

  private static List<Path> folders(Path path) {
    if (Files.exists(path.resolve("case.yaml"))) {
      return List.of(path);
    }
    try (Stream<Path> children = Files.list(path)) {
      List<Path> folders =
          children.filter(child -> Files.exists(child.resolve("case.yaml"))).sorted().toList();
      if (folders.isEmpty()) {
        throw new WrongInput(path.toString(), "holds no case; a case is a folder with case.yaml");
      }
      return folders;
    } catch (IOException missing) {
      throw new WrongInput(path.toString(), "cannot be read");
    }
  }
}
