package dev.shindan.collectors.host;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends each command to the host it is for; what the inventory does not name is never touched. */
public final class HostCommandsByInventory implements HostCommands, AutoCloseable {
  private final Map<String, Connection> connections;
  private final LocalCommands local;
  private final LocalCommands localWithSudo;
  private final SshCommands ssh;

  /**
   * @param ledger on which every command is, before it is sent
   * @param clock ours, against which the clocks of the hosts are measured
   */
  public HostCommandsByInventory(
      HostInventory hosts, HostLedger ledger, HostLimits limits, Clock clock) {
    HostGate gate = new HostGate(ledger, limits);
    Map<String, Connection.Ssh> overSsh = new LinkedHashMap<>();
    hosts
        .connections()
        .forEach(
            (name, connection) -> {
              if (connection instanceof Connection.Ssh there) {
                overSsh.put(name, there);
              }
            });
    this.connections = hosts.connections();
    this.local = new LocalCommands(false, gate);
    this.localWithSudo = new LocalCommands(!LocalCommands.root(), gate);
    this.ssh = new SshCommands(overSsh, gate, clock);
  }

  /**
   * Loads what a first login would wait for, the SSH client and its cryptography: for who has
   * something else to do meanwhile.
   */
  public static void loadAhead() {
    SshCommands.loadAhead();
  }

  @Override
  public CommandResult run(String host, Command command, CallContext context)
      throws InterruptedException {
    String name = Inventory.hostPart(host);
    return switch (connections.get(name)) {
      case null ->
          new CommandResult.NotRun(
              FailureKind.UNREACHABLE, "'" + name + "' is not a host of the inventory");
      case Connection.Local here ->
          (here.sudo() ? localWithSudo : local).run(name, command, context);
      case Connection.Ssh _ -> ssh.run(name, command, context);
    };
  }

  @Override
  public boolean reaches(String host) {
    return connections.containsKey(Inventory.hostPart(host));
  }

  @Override
  public void reach(String host, Duration within) throws InterruptedException {
    ssh.reach(host, within);
  }

  @Override
  public void close() {
    ssh.close();
  }
}
