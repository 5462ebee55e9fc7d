package dev.shindan.cli;

import dev.shindan.agent.fleet.CompareRole;
import dev.shindan.agent.investigate.Investigator;
import dev.shindan.agent.investigate.Rules;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.reason.builtin.BuiltinReasoner;
import dev.shindan.agent.replay.CaseRunner;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.LoadGuard;
import dev.shindan.agent.tool.RawOutputs;
import dev.shindan.agent.tool.Redaction;
import dev.shindan.agent.tool.SearchOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolRunner;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.tool.telemetry.HostSockets;
import dev.shindan.agent.tool.telemetry.TelemetryTools;
import dev.shindan.agent.triage.AlertsInQuestion;
import dev.shindan.agent.triage.Identifiers;
import dev.shindan.agent.triage.Scoping;
import dev.shindan.collectors.host.HostCommandsByInventory;
import dev.shindan.collectors.host.HostInventory;
import dev.shindan.collectors.host.tool.CommandSettings;
import dev.shindan.collectors.host.tool.HostTools;
import dev.shindan.store.SqlStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All parts of Shindan, wired to the operator's configuration. */
final class Shindan implements AutoCloseable {
  private final Home home;
  private final Settings settings;
  private final HostInventory hosts;
  private final HostCommandsByInventory commands;
  private final CommandSettings commandSettings;
  private final Telemetry telemetry;
  private final Toolbox toolbox;
  private final HostLedger ledger = new LedgerOfTheStore(() -> openStore().hosts());
  private final Clock clock = Clock.systemUTC();
  private @Nullable SqlStore store;

  private Shindan(Home home, HostInventory hosts) {
    this.home = home;
    this.settings = Settings.read(home.settingsFile(), home.environment());
    this.hosts = hosts;
    this.commands = new HostCommandsByInventory(hosts, ledger, settings.loadLimits(), clock);
    this.commandSettings = CommandSettings.read(home.commandsFile(), home.environment());
    this.telemetry =
        new Telemetry(
            settings,
            hosts,
            commandSettings.over(commands),
            new MarkersOfTheStore(() -> openStore().markers()),
            clock);
    List<Tool> ofHosts = HostTools.all(commands, hosts.inventory(), commandSettings);
    List<Tool> tools = new ArrayList<>(ofHosts);
    tools.add(compare(ofHosts));
    tools.addAll(telemetry.tools(sockets(ofHosts)));
    tools.add(new SearchOutput(new OutputsOfTheStore(this::openStore)));
    this.toolbox = new Toolbox(tools);
  }

  /** With the hosts beside the settings; with none, the machine Shindan runs on. */
  static Shindan of(Home home) {
    return new Shindan(
        home,
        home.hostsFile()
            .map(file -> HostInventory.read(file, home.environment()))
            .orElseGet(() -> HostInventory.ofThisMachine(HostInventory.hostName())));
  }

  /** For what only reads recordings: no host can be reached. */
  static Shindan withoutHosts(Home home) {
    return new Shindan(home, new HostInventory(new Inventory(List.of()), Map.of()));
  }

  private CompareRole compare(List<Tool> ofHosts) {
    return new CompareRole(
        hosts.inventory(), ofHosts, this::runner, commands::reach, clock, settings.fleetLimits());
  }

  private Optional<HostSockets> sockets(List<Tool> ofHosts) {
    return HostSockets.among(ofHosts, hosts.logins(ProcessHandle.current().pid()));
  }

  /** Every tool there is, also those whose store is not configured: for their readers alone. */
  Toolbox toolboxForReplay() {
    List<Tool> ofHosts = HostTools.all(commands, hosts.inventory());
    List<Tool> tools = new ArrayList<>(ofHosts);
    tools.add(compare(ofHosts));
    tools.addAll(TelemetryTools.readers(hosts.inventory(), sockets(ofHosts)));
    tools.add(new SearchOutput((_, _) -> Optional.empty()));
    return new Toolbox(tools);
  }

  Home home() {
    return home;
  }

  Settings settings() {
    return settings;
  }

  HostInventory hosts() {
    return hosts;
  }

  Inventory inventory() {
    return hosts.inventory();
  }

  HostCommandsByInventory commands() {
    return commands;
  }

  /** What the operator overrides in the tools' commands. */
  CommandSettings commandSettings() {
    return commandSettings;
  }

  Toolbox toolbox() {
    return toolbox;
  }

  Clock clock() {
    return clock;
  }

  Scoping scoping() {
    return new Scoping(
        inventory(),
        new AlertsInQuestion(
            inventory(),
            telemetry.alerts(),
            settings.questions().map(Questions::limits).orElse(AlertsInQuestion.Limits.DEFAULT)));
  }

  Identifiers identifiers() {
    return new Identifiers(clock, RandomGenerator.getDefault());
  }

  ToolRunner runner() {
    return new ToolRunner(
        toolbox, new Redaction(), new LoadGuard(ledger, settings.loadLimits(), clock));
  }

  /**
   * The one store, opened by whoever asks first: at the latest when a command is to be sent to a
   * host.
   *
   * @throws WrongInput when the store cannot be opened: a folder or database that is not as the
   *     settings say
   */
  synchronized SqlStore openStore() {
    SqlStore opened = store;
    if (opened == null) {
      opened = opening();
      store = opened;
    }
    return opened;
  }

  private SqlStore opening() {
    Optional<Settings.Postgres> database = settings.store().flatMap(Settings.Store::postgres);
    Path directory = settings.storeDirectory(home.environment());
    try {
      return database
          .map(given -> SqlStore.postgres(given.url(), given.user(), given.password(), clock))
          .orElseGet(() -> SqlStore.sqlite(directory, clock));
    } catch (RuntimeException wrong) {
      String key = database.isPresent() ? "store.postgres" : "store.directory (" + directory + ")";
      throw new WrongInput(
          home.settingsFile().toString(), "key '" + key + "': " + rootMessage(wrong));
    }
  }

  private static String rootMessage(Throwable wrong) {
    Throwable cause = wrong;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof IOException
        ? cause.getClass().getSimpleName() + " " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }

  Brain brain(RawOutputs raws) {
    return new Brain(home.faults(), settings.llmSettings(), raws);
  }

  Investigator investigator(SqlStore store) {
    CaseRunner.Mind mind = brain(store.trails()).mind(toolbox, inventory());
    return new Investigator(
        store.trails(),
        store.trails(),
        runner(),
        mind.assessor(),
        new Rules(inventory(), toolbox, mind.kinds()),
        mind.reasoners(),
        BuiltinReasoner.NAME,
        clock);
  }

  @Override
  public void close() {
    commands.close();
    synchronized (this) {
      if (store != null) {
        store.close();
      }
    }
    telemetry.close();
  }
}
