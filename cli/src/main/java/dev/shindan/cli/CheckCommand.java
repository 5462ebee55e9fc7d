package dev.shindan.cli;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.model.Limits;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code shindan check}: validates every configuration file. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Validates every configuration file; one line says what is wrong, and where.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Override
  public Integer call() {
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home())) {
      var _ = shindan.settings().webSettings(Optional.empty());
      Limits limits = shindan.settings().budget();
      Catalogue catalogue =
          Catalogue.load(
              shindan.home().faults(), shindan.toolboxForReplay(), shindan.inventory(), false);
      System.out.printf(
          "%s: ok; %d targets, %d tools, %d fault kinds, %d tool calls at most%n",
          shindan.home().settingsFile(),
          shindan.inventory().targets().size(),
          shindan.toolbox().tools().size(),
          catalogue.kinds().size(),
          limits.toolCallsMax());
    }
    return Main.DONE;
  }
}
