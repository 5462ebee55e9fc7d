package dev.shindan.collectors.host;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on other machines over SSH, one kept connection for each. Only the configured key
 * is offered, and the keys of the agent where that is configured: no password. Thread-safe.
 */
public final class SshCommands implements HostCommands, AutoCloseable {
  static final AttributeKey<SshLink> LINK = new AttributeKey<>();
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** What logins that are stopped get to end. */
  private static final Duration ENDING_MAX = Duration.ofSeconds(1);

  /** Made when the first host is to be reached; many a command reaches none over SSH. */
  private @Nullable SshClient client;

  private boolean closed;
  private final Map<String, SshLink> links = new LinkedHashMap<>();
  private final Map<Connection.Ssh, SshLink> jumps = new HashMap<>();
  private final Map<Path, KnownHosts> knownHosts = new HashMap<>();
  private final PrivateKeys keys = new PrivateKeys();
  private final HostGate gate;
  private final String agentSocket;
  private final Clock clock;

  /**
   * @param hosts by name
   * @param clock ours, against which the clocks of the hosts are measured
   */
  SshCommands(Map<String, Connection.Ssh> hosts, HostGate gate, Clock clock) {
    this(hosts, gate, clock, System.getenv().getOrDefault("SSH_AUTH_SOCK", ""));
  }

  /**
   * @param agentSocket of the ssh-agent; blank when there is none
   */
  SshCommands(Map<String, Connection.Ssh> hosts, HostGate gate, Clock clock, String agentSocket) {
    this.agentSocket = agentSocket;
    this.gate = gate;
    this.clock = clock;
    hosts.forEach((name, host) -> links.put(name, link(name, host, false)));
  }

  static void loadAhead() {
    var _ = SshClient.setUpDefaultClient();
  }

  private SshLink link(String name, Connection.Ssh host, boolean onlyJump) {
    SshLink over =
        host.jump()
            .map(
                jump -> {
                  SshLink known = jumps.get(jump);
                  return known != null ? known : remembered(jump);
                })
            .orElse(null);
    return new SshLink(
        name,
        host,
        gate,
        this::started,
        knownHosts.computeIfAbsent(host.knownHosts(), KnownHosts::new),
        keys,
        over,
        onlyJump,
        clock);
  }

  /** Hosts behind the same jump host share the connection to it. */
  private SshLink remembered(Connection.Ssh jump) {
    SshLink made = link(jump.toString(), jump, true);
    jumps.put(jump, made);
    return made;
  }

  @Override
  public CommandResult run(String host, Command command, CallContext context)
      throws InterruptedException {
    SshLink link = links.get(Inventory.hostPart(host));
    return link == null
        ? new CommandResult.NotRun(FailureKind.UNREACHABLE, "'" + host + "' is not an SSH host")
        : link.run(command, context);
  }

  @Override
  public void reach(String host, Duration within) throws InterruptedException {
    SshLink link = links.get(Inventory.hostPart(host));
    if (link != null) {
      link.reach(within);
    }
  }

  private synchronized SshClient started() {
    if (closed) {
      throw new IllegalStateException("SSH is closed");
    }
    SshClient started = client;
    if (started == null) {
      started = client();
      started.start();
      client = started;
    }
    return started;
  }

  /** Logins that are under way end first, so that their endings are still recorded. */
  @Override
  public void close() {
    SshClient started;
    synchronized (this) {
      closed = true;
      started = client;
    }
    if (started == null) {
      return;
    }
    try {
      long deadlineNanos = System.nanoTime() + ENDING_MAX.toNanos();
      for (SshLink link : links.values()) {
        link.close(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    gate.close();
    started.stop();
  }

  private SshClient client() {
    SshClient client = SshClient.setUpDefaultClient();
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setAgentFactory(AgentSocket.factory(agentSocket));
    client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
    client.setServerKeyVerifier(
        (session, address, key) -> {
          SshLink link = link(session);
          return link != null && link.trusts(key);
        });
    client.addSessionListener(new OfferedToHost());
    // Everything is set here; else each look at a setting asks the system properties too.
    client.setParentPropertyResolver(PropertyResolver.EMPTY);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 2);
    // A command is a few small packets: with Nagle's algorithm each waits for the delayed
    // acknowledgement of the one before, 40 ms on Linux.
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    return client;
  }

  /** Whether the session is with a host for which the agent may be asked. */
  static boolean mayUseAgent(Session session) {
    SshLink link = session instanceof ClientSession client ? link(client) : null;
    return link != null && link.host().agent();
  }

  private static @Nullable SshLink link(ClientSession session) {
    return attribute(session, LINK);
  }

  private static <T> @Nullable T attribute(ClientSession session, AttributeKey<T> key) {
    return session.getConnectionContext() == null
        ? null
        : session.getConnectionContext().getAttribute(key);
  }

  /**
   * Offers each host the key exchanges that it is configured for, and asks it for the type of key
   * that we know of it, as OpenSSH does.
   */
  private static final class OfferedToHost implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      SshLink link = link((ClientSession) session);
      if (link != null) {
        session.setKeyExchangeFactories(KeyExchanges.inOrder(link.host().kex()));
        List<String> types = link.knownKeyTypes();
        var signatures = new ArrayList<>(session.getSignatureFactories());
        signatures.sort(Comparator.comparing(factory -> !types.contains(keyType(factory))));
        session.setSignatureFactories(signatures);
      }
    }

    @Override
    public void sessionPeerIdentificationReceived(
        Session session, String version, List<String> extraLines) {
      HeldContact contact = attribute((ClientSession) session, HeldContact.KEY);
      if (contact != null) {
        contact.identified(session);
      }
    }

    private static String keyType(NamedResource signature) {
      return signature.getName().startsWith("rsa-sha2-") ? "ssh-rsa" : signature.getName();
    }
  }
}
