package dev.shindan.cli;

import dev.shindan.agent.settings.WrongInput;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code shindan} command. */
@Command(
    name = "shindan",
    description = "Diagnoses incidents: an alert or a question in, an evidence-cited verdict out.",
    mixinStandardHelpOptions = true,
    version = "shindan 0.1.0",
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      InvestigateCommand.class,
      RunCommand.class,
      HostsCommand.class,
      AuditCommand.class,
      ToolsCommand.class,
      ParseCommand.class,
      RecordCommand.class,
      EvalCommand.class,
      BenchCommand.class,
      CheckCommand.class
    })
public final class Main {
  /** Done, whatever the verdict. */
  static final int DONE = 0;

  /** Found wanting: an eval floor missed, some hosts failed. */
  static final int WANTING = 1;

  /** Wrong use: one line on stderr. */
  static final int WRONG_USE = 2;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "settings file; hosts.yaml and faults/ lie beside it")
  private @Nullable Path config;

  Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command line; the exit code. */
  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::misused)
        .execute(arguments);
  }

  Home home() {
    return Home.of(Optional.ofNullable(config), System.getenv());
  }

  private static int explain(
      Exception wrong, CommandLine line, CommandLine.@Nullable ParseResult parsed)
      throws Exception {
    if (wrong instanceof WrongInput input) {
      line.getErr().println("shindan: " + input.getMessage());
      return WRONG_USE;
    }
    if (wrong instanceof InterruptedException) {
      return WANTING;
    }
    throw wrong;
  }

  private static int misused(CommandLine.ParameterException wrong, String[] arguments) {
    wrong
        .getCommandLine()
        .getErr()
        .println(
            "shindan: "
                + String.valueOf(wrong.getMessage()).replaceAll("\\s+", " ")
                + "; see shindan "
                + (wrong.getCommandLine().getParent() == null
                    ? ""
                    : wrong.getCommandLine().getCommandName() + " ")
                + "--help");
    return WRONG_USE;
  }
}
