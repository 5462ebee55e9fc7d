package dev.shindan.cli;

import dev.shindan.agent.settings.WrongInput;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    version = "shindan 0.1.0")
public final class Main {
  /** Each by its own name. */
  private static final Map<String, Class<?>> COMMANDS = commands();

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

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("serve", ServeCommand.class);
    commands.put("demo", DemoCommand.class);
    commands.put("investigate", InvestigateCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("hosts", HostsCommand.class);
    commands.put("audit", AuditCommand.class);
    commands.put("tools", ToolsCommand.class);
    commands.put("parse", ParseCommand.class);
    commands.put("record", RecordCommand.class);
    commands.put("eval", EvalCommand.class);
    commands.put("bench", BenchCommand.class);
    commands.put("check", CheckCommand.class);
    return commands;
  }

  /**
   * The command line with all commands, or with the one that is asked for alone where the first
   * word says so: to look into all takes longer than to start.
   */
  static CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    Class<?> asked = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (asked == null) {
      COMMANDS.forEach(line::addSubcommand);
    } else {
      line.addSubcommand(arguments[0], asked);
    }
    return line;
  }

  /** Runs a command line; the exit code. */
  static int run(String... arguments) {
    return line(arguments)
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
