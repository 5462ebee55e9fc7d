package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.InMemoryHostLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to a host, and what is on record of them, against a real OpenSSH server. */
final class SshRoadsTest {
  @TempDir static Path keys;
  private static OpenSshServer server;

  @TempDir Path directory;
  private final HostLedger ledger = new InMemoryHostLedger(Clock.systemUTC());

  @BeforeAll
  static void startServer() throws Exception {
    server = new OpenSshServer(keys);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void hostsBehindAJumpHostAreReachedThroughIt() throws Exception {
    Connection.Ssh jump = server.connection(knownHosts(), "user", false);
    try (SshCommands commands = commands(over(jump), Gates.WIDE)) {
      for (int i = 0; i < 3; i++) {
        assertThat(run(commands, Command.of("/bin/echo", "through")))
            .isInstanceOfSatisfying(
                CommandResult.Exited.class,
                exited -> assertThat(exited.stdout().text()).isEqualTo("through\n"));
      }
    }
    assertThat(recorded()).allMatch(entry -> entry.host().equals("app1"));
  }

  @Test
  void aJumpHostThatRefusesIsSaidToBeTheReason() throws Exception {
    Connection.Ssh jump = server.connection(knownHosts(), "stranger", false);
    try (SshCommands commands = commands(over(jump), Gates.WIDE)) {
      assertThat(run(commands, Command.of("/bin/true")))
          .isInstanceOfSatisfying(
              CommandResult.NotRun.class,
              not -> {
                assertThat(not.kind()).isEqualTo(FailureKind.AUTHENTICATION_FAILED);
                assertThat(not.detail()).startsWith("over the jump host");
              });
    }
  }

  @Test
  void theAgentIsAskedForThoseHostsOnlyThatAreConfiguredSo() throws Exception {
    Path socket = directory.resolve("agent");
    Process agent =
        new ProcessBuilder("/usr/bin/ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("agent.log").toFile())
            .start();
    try {
      Awaitility.await().until(() -> Files.exists(socket));
      ProcessBuilder add = new ProcessBuilder("/usr/bin/ssh-add", server.file("user").toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.redirectErrorStream(true).start().waitFor()).isZero();
      assertThat(withAgent(true, socket)).isInstanceOf(CommandResult.Exited.class);
      assertThat(withAgent(false, socket))
          .isInstanceOfSatisfying(
              CommandResult.NotRun.class,
              not -> assertThat(not.kind()).isEqualTo(FailureKind.AUTHENTICATION_FAILED));
    } finally {
      agent.destroy();
    }
  }

  private CommandResult withAgent(boolean allowed, Path socket) throws Exception {
    Connection.Ssh straight =
        server.connection(knownHosts(), allowed ? "no-such-key" : "stranger", false);
    Connection.Ssh host =
        new Connection.Ssh(
            straight.user(),
            straight.address(),
            straight.port(),
            straight.key(),
            straight.knownHosts(),
            false,
            straight.connectTimeout(),
            8,
            true,
            allowed,
            Optional.empty());
    try (SshCommands commands =
        new SshCommands(
            Map.of("app1", host),
            new HostGate(ledger, Gates.WIDE),
            Clock.systemUTC(),
            socket.toString())) {
      return run(commands, Command.of("/bin/true"));
    }
  }

  @Test
  void everyCommandIsOnRecordAsItWasSent() throws Exception {
    try (SshCommands commands =
        commands(server.connection(knownHosts(), "user", false), Gates.WIDE)) {
      var _ = run(commands, Command.of("/bin/sh", "-c", "printf 12345; exit 3"));
    }
    List<HostLedger.Entry> entries = recorded();
    assertThat(entries).hasSize(2);
    assertThat(entries.getLast().argv()).contains("/bin/date");
    HostLedger.Entry sent = entries.getFirst();
    assertThat(sent.asker()).isEqualTo("test");
    assertThat(sent.argv())
        .startsWith("/usr/bin/env", "LC_ALL=C", "/usr/bin/timeout")
        .endsWith("/bin/sh", "-c", "printf 12345; exit 3");
    assertThat(sent.ending())
        .hasValueSatisfying(
            ending -> {
              assertThat(ending.status()).contains(3);
              assertThat(ending.bytes()).isEqualTo(5);
            });
  }

  @Test
  void commandsBeyondTheLimitAreDeniedAndNotSent() throws Exception {
    HostLimits three = new HostLimits(3, 8, 4, 5, Duration.ofMinutes(2), 10);
    Path proof = directory.resolve("proof");
    try (SshCommands commands = commands(server.connection(knownHosts(), "user", false), three)) {
      var _ = run(commands, Command.of("/bin/true"));
      var _ = run(commands, Command.of("/bin/true"));
      assertThat(run(commands, Command.of("/usr/bin/touch", proof.toString())))
          .isInstanceOf(CommandResult.Denied.class);
    }
    assertThat(proof).doesNotExist();
    assertThat(recorded().getFirst().denied()).isPresent();
  }

  @Test
  void heavyCommandsRunBehindTheOthers() throws Exception {
    try (SshCommands commands =
        commands(server.connection(knownHosts(), "user", false), Gates.WIDE)) {
      CommandResult result =
          run(commands, Command.of("/usr/bin/nice").costing(dev.shindan.agent.tool.Cost.HEAVY));
      assertThat(result)
          .isInstanceOfSatisfying(
              CommandResult.Exited.class,
              exited -> assertThat(exited.stdout().text()).isEqualTo("10\n"));
    }
  }

  private Connection.Ssh over(Connection.Ssh jump) throws Exception {
    Connection.Ssh straight = server.connection(knownHosts(), "user", false);
    return new Connection.Ssh(
        straight.user(),
        straight.address(),
        straight.port(),
        straight.key(),
        straight.knownHosts(),
        false,
        straight.connectTimeout(),
        8,
        true,
        false,
        Optional.of(jump));
  }

  private SshCommands commands(Connection.Ssh host, HostLimits limits) {
    return new SshCommands(Map.of("app1", host), new HostGate(ledger, limits), Clock.systemUTC());
  }

  private Path knownHosts() throws Exception {
    return Files.writeString(directory.resolve("known_hosts"), server.knownHostsLine());
  }

  private List<HostLedger.Entry> recorded() {
    return ledger.find(
        new HostLedger.Question(Optional.empty(), Optional.empty(), Instant.EPOCH, false, 100));
  }

  private static CommandResult run(SshCommands commands, Command command)
      throws InterruptedException {
    return commands.run(
        "app1",
        command,
        new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(60)));
  }
}
