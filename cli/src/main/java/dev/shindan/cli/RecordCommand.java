package dev.shindan.cli;

import dev.shindan.agent.replay.Case;
import dev.shindan.agent.replay.CaseFolder;
import dev.shindan.agent.replay.Recorder;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.store.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code shindan record}: a finished investigation becomes a redacted, replayable case. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = "Makes a replayable case of a finished investigation.")
final class RecordCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Parameters(index = "0", paramLabel = "INVESTIGATION")
  private String investigation = "";

  @Parameters(index = "1", paramLabel = "DIR")
  private Path directory = Path.of(".");

  @Override
  public Integer call() throws InterruptedException, IOException {
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home());
        SqlStore store = shindan.openStore()) {
      CaseFile caseFile = CaseFile.of(investigation, store.trails().read(investigation, 0));
      if (caseFile.lastNumber() == 0) {
        throw new WrongInput("investigation '" + investigation + "'", "is not in the store");
      }
      if (!caseFile.ended()) {
        throw new WrongInput("investigation '" + investigation + "'", "has not ended yet");
      }
      if (Files.exists(directory.resolve("case.yaml"))) {
        throw new WrongInput(directory.toString(), "holds a case already");
      }
      Recorder recorder = new Recorder(shindan.runner(), shindan.inventory(), shindan.clock());
      Case recorded =
          recorder.record(String.valueOf(directory.getFileName()), caseFile, store.trails(), true);
      CaseFolder.write(directory, recorded);
      System.out.println(
          directory + ": " + recorded.calls().size() + " calls; check the truth in case.yaml");
    }
    return Main.DONE;
  }
}
