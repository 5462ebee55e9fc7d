package dev.shindan.cli;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.replay.CaseResult;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.trail.InMemoryTrailStore;
import dev.shindan.evals.EvalReport;
import dev.shindan.evals.EvalRun;
import dev.shindan.evals.dataset.DatasetReport;
import dev.shindan.evals.dataset.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code shindan eval}: measures the verdicts over recorded cases. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Runs recorded cases through the real loop and scores the verdicts.")
final class EvalCommand {
  @ParentCommand private @Nullable Main main;

  @Command(name = "run", mixinStandardHelpOptions = true, description = "Runs case folders.")
  int run(
      @Parameters(arity = "1..*", paramLabel = "PATH") List<Path> paths,
      @Option(names = "--reasoner", defaultValue = "builtin") String reasoner,
      @Option(names = "--report", paramLabel = "DIR") @Nullable Path report,
      @Option(names = "--json") boolean json)
      throws InterruptedException, IOException {
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home())) {
      InMemoryTrailStore raws = new InMemoryTrailStore(Clock.systemUTC());
      CaseRunner runner =
          new CaseRunner(
              shindan.toolboxForReplay(), shindan.brain(raws), shindan.settings().budget());
      EvalReport result = new EvalRun(runner, reasoner).over(paths);
      if (report != null) {
        Files.createDirectories(report);
        Files.writeString(report.resolve("report.json"), Json.write(result) + "\n");
      }
      System.out.println(json ? Json.write(result) : table(result));
      return result.holds() ? Main.DONE : Main.WANTING;
    }
  }

  @Command(
      name = "dataset",
      mixinStandardHelpOptions = true,
      description = "Measures a method on public benchmark data; see docs/datasets.md.")
  int dataset(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "DIR") Path directory,
      @Option(names = "--json") boolean json)
      throws IOException {
    DatasetReport report = Datasets.named(name).measure(directory);
    System.out.println(json ? Json.write(report) : table(report));
    return Main.DONE;
  }

  private static String table(DatasetReport report) {
    StringBuilder table = new StringBuilder();
    report.rows().forEach(row -> table.append(Json.write(row)).append(System.lineSeparator()));
    report.metrics().forEach((name, value) -> table.append("%s %.3f  ".formatted(name, value)));
    return table
        + "over %d cases, %.3f s a case".formatted(report.cases(), report.secondsPerCase());
  }

  private static String table(EvalReport report) {
    StringBuilder table = new StringBuilder();
    for (CaseResult row : report.rows()) {
      String named =
          row.verdict().causes().isEmpty()
              ? ""
              : row.verdict().causes().getFirst().kind()
                  + " on "
                  + row.verdict().causes().getFirst().target();
      table.append(
          "%-5s %-32s %-13s %-45s %3d calls %5.1f s%n"
              .formatted(
                  row.cause() ? "right" : "MISS",
                  row.name(),
                  row.outcome().name().toLowerCase(Locale.ROOT),
                  named,
                  row.toolCalls(),
                  row.seconds()));
    }
    return table
        + "%d of %d right (floor %d), %d grounded, %d abstained, %d accused wrongly"
            .formatted(
                report.right(),
                report.cases(),
                report.floor(),
                report.grounded(),
                report.abstained(),
                report.accused());
  }
}
