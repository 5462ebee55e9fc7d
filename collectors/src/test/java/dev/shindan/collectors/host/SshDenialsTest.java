package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.HostLedger;
import dev.shindan.agent.tool.HostLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What our own guard refuses is called so, and is on record, whichever of our commands it was. */
final class SshDenialsTest {
  @TempDir static Path keys;
  private static OpenSshServer server;

  @TempDir Path directory;
  private final HostLedger ledger = Gates.ledger();

  @BeforeAll
  static void startServer() throws Exception {
    server = new OpenSshServer(keys);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aLoginThatTheLimitForbidsIsADenialOfTheCommand() throws Exception {
    HostLimits one = new HostLimits(1, 8, 4, 5, Duration.ofMinutes(2), 10);
    var _ =
        ledger.admit(
            new HostLedger.Intent("app1", "another", List.of("/bin/true"), Duration.ZERO), one);
    try (SshCommands commands = commands(ledger, one, 8)) {
      for (int again = 0; again < 2; again++) {
        assertThat(run(commands, Command.of("/bin/hostname"), 60))
            .isInstanceOf(CommandResult.Denied.class);
      }
    }
    assertThat(denied()).filteredOn(entry -> entry.argv().contains("/bin/hostname")).hasSize(2);
  }

  @Test
  void aHostWhoseSessionsAreAllTakenIsADenial() throws Exception {
    Path begun = directory.resolve("begun");
    try (SshCommands commands = commands(ledger, Gates.WIDE, 1);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CommandResult> first =
          callers.submit(
              () ->
                  run(
                      commands,
                      Command.of("/bin/sh", "-c", "touch " + begun + "; exec sleep 600"),
                      60));
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(begun));
      assertThat(run(commands, Command.of("/bin/hostname"), 1))
          .isInstanceOf(CommandResult.Denied.class);
      first.cancel(true);
    }
    assertThat(denied())
        .singleElement()
        .satisfies(entry -> assertThat(entry.argv()).endsWith("/bin/hostname"));
  }

  @Test
  void aQuestionForNiceThatWasDeniedSaysNothingOfTheHost() throws Exception {
    HostLedger refusing = new RefusingOnce(ledger, "/bin/ls");
    Command heavy = Command.of("/usr/bin/nice").costing(Cost.HEAVY);
    try (SshCommands commands = commands(refusing, Gates.WIDE, 8)) {
      assertThat(run(commands, heavy, 60)).isInstanceOf(CommandResult.Denied.class);
      assertThat(run(commands, heavy, 60))
          .isInstanceOfSatisfying(
              CommandResult.Exited.class,
              exited -> assertThat(exited.stdout().text()).isEqualTo("10\n"));
    }
    assertThat(denied()).anyMatch(entry -> entry.argv().contains("/usr/bin/nice"));
  }

  @Test
  void aLoginShellThatWeDoNotTrustIsADenial() throws Exception {
    try (OpenSshServer fish =
            new OpenSshServer(
                Files.createDirectory(directory.resolve("fish")),
                "SetEnv SHLVL=2 SHELL=/usr/bin/fish\n");
        SshCommands commands = commands(fish, ledger, Gates.WIDE, 8)) {
      assertThat(run(commands, Command.of("/bin/hostname"), 60))
          .isInstanceOfSatisfying(
              CommandResult.Denied.class,
              denied -> assertThat(denied.reason()).contains("the login shell of", "is fish"));
    }
    assertThat(denied())
        .singleElement()
        .satisfies(entry -> assertThat(entry.argv()).endsWith("/bin/hostname"));
  }

  private List<HostLedger.Entry> denied() {
    return ledger.find(
        new HostLedger.Question(Optional.of("app1"), Optional.empty(), Instant.EPOCH, true, 100));
  }

  private SshCommands commands(HostLedger on, HostLimits limits, int sessionsMax) throws Exception {
    return commands(server, on, limits, sessionsMax);
  }

  private SshCommands commands(
      OpenSshServer host, HostLedger on, HostLimits limits, int sessionsMax) throws Exception {
    Path known = Files.writeString(directory.resolve("known_hosts"), host.knownHostsLine());
    Connection.Ssh straight = host.connection(known, "user", false);
    Connection.Ssh reached =
        new Connection.Ssh(
            straight.user(),
            straight.address(),
            straight.port(),
            straight.key(),
            known,
            false,
            straight.connectTimeout(),
            sessionsMax,
            true,
            false,
            Optional.empty());
    return new SshCommands(Map.of("app1", reached), new HostGate(on, limits), Clock.systemUTC());
  }

  private static CommandResult run(SshCommands commands, Command command, int seconds)
      throws InterruptedException {
    return commands.run(
        "app1",
        command,
        new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(seconds)));
  }

  /** Refuses the first command that names a program. */
  private static final class RefusingOnce implements HostLedger {
    private final HostLedger ledger;
    private String program;

    RefusingOnce(HostLedger ledger, String program) {
      this.ledger = ledger;
      this.program = program;
    }

    @Override
    public synchronized Admission admit(Intent intent, HostLimits limits) {
      if (intent.argv().contains(program)) {
        program = "";
        ledger.denied(intent, "not now");
        return new Admission.Refused("not now");
      }
      return ledger.admit(intent, limits);
    }

    @Override
    public void ended(String id, Ending ending) {
      ledger.ended(id, ending);
    }

    @Override
    public void denied(Intent intent, String reason) {
      ledger.denied(intent, reason);
    }

    @Override
    public List<Entry> find(Question question) {
      return ledger.find(question);
    }

    @Override
    public void strained(String host, Strain strain) {
      ledger.strained(host, strain);
    }

    @Override
    public Optional<Strain> strain(String host) {
      return ledger.strain(host);
    }
  }
}
