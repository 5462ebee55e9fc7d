package dev.shindan.cli;

import dev.shindan.agent.fleet.FanOut;
import dev.shindan.agent.fleet.FleetLimits;
import dev.shindan.agent.fleet.FleetReport;
import dev.shindan.agent.fleet.HostOutcome;
import dev.shindan.agent.fleet.HostPattern;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.HostCommandsByInventory;
import dev.shindan.store.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code shindan run}: one tool on many hosts, in parallel, with those named that differ. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Puts one tool to many hosts in parallel and names those that differ.",
    footer = {
      "",
      "PATTERN is a comma-separated list: names (app1), names with * and ? (app*), role=web,",
      "service=nginx, any attribute (zone=a), @FILE with one of these a line; !app3 takes away.",
      "Exit code: 0 all answered, 1 some hosts failed, 2 wrong use."
    })
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final int RETRY_SHOWN_MAX = 20;
  private static final int DIFFERENCES_SHOWN_MAX = 20;

  @ParentCommand private @Nullable Main main;

  @Parameters(index = "0", paramLabel = "TOOL", description = "see shindan tools")
  private String tool = "";

  @Parameters(index = "1..*", paramLabel = "key=value", description = "arguments of the tool")
  private List<String> arguments = List.of();

  @Option(
      names = "--hosts",
      paramLabel = "PATTERN",
      defaultValue = "*",
      description = "which hosts; all unless given")
  private String pattern = "*";

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = "after which a host is given up (fleet.hostSeconds)")
  private @Nullable Double deadlineSeconds;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "hosts worked on at once (fleet.parallelMax)")
  private @Nullable Integer parallel;

  @Option(
      names = "--retry-file",
      paramLabel = "FILE",
      description = "write the hosts that failed, for --hosts @FILE")
  private @Nullable Path retryFile;

  @Option(names = "--json", description = "print one JSON document (docs/schemas/fleet-run.json)")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    // what the first login waits for, while the hosts are read
    var _ = Thread.ofPlatform().daemon().start(HostCommandsByInventory::loadAhead);
    var _ = Thread.ofPlatform().daemon().start(SqlStore::loadAhead);
    try (Shindan shindan = Shindan.of(java.util.Objects.requireNonNull(main).home())) {
      ToolCall question = question(shindan);
      List<String> hosts = hosts(shindan);
      // nothing is sent before it is open, but hosts may be reached meanwhile
      var _ = Thread.ofPlatform().daemon().start(() -> openStore(shindan));
      FleetProgress progress = new FleetProgress(System.out, System.err, hosts.size(), json);
      FanOut fanOut =
          new FanOut(shindan.runner(), shindan.commands()::reach, shindan.clock(), limits(shindan));
      Instant began = shindan.clock().instant();
      List<HostOutcome> outcomes =
          fanOut.ask(question, hosts, "run by " + System.getProperty("user.name"), progress::show);
      progress.clear();
      FleetReport report =
          FleetReport.of(
              question, began, Duration.between(began, shindan.clock().instant()), outcomes);
      if (retryFile != null) {
        Files.write(retryFile, report.retry());
      }
      System.out.println(json ? Json.write(report) : words(report));
      return report.retry().isEmpty() ? Main.DONE : Main.WANTING;
    }
  }

  private static void openStore(Shindan shindan) {
    try {
      var _ = shindan.openStore();
    } catch (WrongInput again) {
      // the first command meets the same problem, and its caller can say so
      LOG.debug("the store cannot be opened", again);
    }
  }

  private ToolCall question(Shindan shindan) {
    TreeMap<String, String> given = new TreeMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new WrongInput("argument '" + argument + "'", "key=value was expected");
      }
      given.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    ToolCall question = new ToolCall(tool, "", given);
    shindan
        .toolbox()
        .problemWith(question)
        .ifPresent(
            problem -> {
              throw new WrongInput("shindan run", problem);
            });
    return shindan.toolbox().complete(question);
  }

  /** Of what the pattern chooses, the targets that the tool can be put to. */
  private List<String> hosts(Shindan shindan) {
    Inventory inventory = shindan.inventory();
    Tool asked = shindan.toolbox().find(tool).orElseThrow();
    List<String> fit =
        HostPattern.choose(pattern, inventory).stream()
            .filter(name -> inventory.find(name).map(asked::appliesTo).orElse(false))
            .toList();
    if (fit.isEmpty()) {
      throw new WrongInput(
          "hosts '" + pattern + "'", "choose nothing that " + tool + " can be put to");
    }
    return fit;
  }

  private FleetLimits limits(Shindan shindan) {
    FleetLimits limits = shindan.settings().fleetLimits();
    try {
      if (parallel != null) {
        limits = limits.withParallelMax(parallel);
      }
      return deadlineSeconds == null
          ? limits
          : limits.withHostTimeMax(Duration.ofMillis(Math.round(deadlineSeconds * 1000)));
    } catch (IllegalArgumentException wrong) {
      throw new WrongInput("--parallel and --deadline", String.valueOf(wrong.getMessage()));
    }
  }

  private static String words(FleetReport report) {
    StringBuilder text = new StringBuilder();
    report.outliers().stream()
        .limit(DIFFERENCES_SHOWN_MAX)
        .forEach(difference -> text.append(difference.sentence()).append('\n'));
    text.append(report.inWords())
        .append(String.format(java.util.Locale.ROOT, ", %.1f s", report.seconds()));
    if (!report.retry().isEmpty()) {
      text.append("\nretry: --hosts ")
          .append(String.join(",", report.retry().stream().limit(RETRY_SHOWN_MAX).toList()));
      if (report.retry().size() > RETRY_SHOWN_MAX) {
        text.append(",... (--retry-file FILE writes all ")
            .append(report.retry().size())
            .append(')');
      }
    }
    return text.toString();
  }
}
