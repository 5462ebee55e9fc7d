package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.tool.HostTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real OpenSSH server that is slow to let in: a call ends when its own time is over and says how
 * far it came, and the login is not in vain.
 */
@Timeout(120)
final class SlowLoginTest {
  private static final Duration CALL = Duration.ofSeconds(2);

  /** What a busy machine of ours may add to the time of a call. */
  private static final Duration OURS = Duration.ofSeconds(2);

  @TempDir private Path directory;

  /** The first connection of a process takes seconds on our own side. */
  @BeforeAll
  static void connectOnce(@TempDir Path other) throws Exception {
    try (OpenSshServer server = new OpenSshServer(other);
        SshCommands commands = commands(server, server.port(), other)) {
      var _ = commands.run("app1", Command.of("/bin/true"), within(Duration.ofSeconds(60)));
    }
  }

  @Test
  void aHostThatSaysNothingEndsTheCallWhileConnecting() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SlowProxy proxy = new SlowProxy(server.port(), 0);
        SshCommands commands = commands(server, proxy.port())) {
      assertThat(timedOut(commands)).contains("timed out while connecting");
    }
  }

  @Test
  void aHostThatExchangesKeysSlowlyEndsTheCallWhileAuthenticating() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SlowProxy proxy = new SlowProxy(server.port(), bannerBytes(server));
        SshCommands commands = commands(server, proxy.port())) {
      assertThat(timedOut(commands)).contains("timed out while authenticating");
    }
  }

  @Test
  void aLoginShellThatHangsEndsTheCallWhileRunning() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory, "ForceCommand /bin/sleep 60\n");
        SshCommands commands = commands(server, server.port())) {
      assertThat(timedOut(commands)).contains("timed out while running");
    }
  }

  @Test
  void aProgramThatHangsEndsTheCallWhileRunning() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SshCommands commands = commands(server, server.port())) {
      commands.run("app1", Command.of("/bin/true"), within(Duration.ofSeconds(60)));
      long began = System.nanoTime();
      CommandResult result =
          commands.run("app1", Command.of("/bin/sleep", "60"), within(Duration.ofMillis(2_500)));
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(Duration.ofMillis(2_500).plus(OURS));
      assertThat(((CommandResult.NotRun) result).kind()).isEqualTo(FailureKind.TIMED_OUT);
      assertThat(((CommandResult.NotRun) result).detail()).contains("timed out while running");
    }
  }

  @Test
  void aLoginGoesOnWhenTheTimeOfTheCallIsOverAndTheNextQuestionFindsItDone() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SlowProxy proxy = new SlowProxy(server.port(), bannerBytes(server));
        SshCommands commands = commands(server, proxy.port())) {
      assertThat(timedOut(commands)).contains("authenticating");
      proxy.release();
      assertThat(commands.run("app1", Command.of("/bin/true"), within(Duration.ofSeconds(60))))
          .isInstanceOf(CommandResult.Exited.class);
      assertThat(proxy.accepted()).as("connections").isEqualTo(1);
    }
  }

  @Test
  void aHostThatWasReachedAheadIsAskedOverTheSameConnection() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SlowProxy proxy = new SlowProxy(server.port(), Integer.MAX_VALUE);
        SshCommands commands = commands(server, proxy.port())) {
      commands.reach("app1", Duration.ofSeconds(60));
      assertThat(proxy.accepted()).as("connections").isEqualTo(1);
      assertThat(commands.run("app1", Command.of("/bin/true"), within(Duration.ofSeconds(60))))
          .isInstanceOf(CommandResult.Exited.class);
      commands.reach("app1", Duration.ofSeconds(60));
      assertThat(proxy.accepted()).as("connections").isEqualTo(1);
    }
  }

  @Test
  void aMuteHostIsReachedForNoLongerThanTheTimeAndSaysSoWhenAsked() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SlowProxy proxy = new SlowProxy(server.port(), 0);
        SshCommands commands = commands(server, proxy.port())) {
      long began = System.nanoTime();
      commands.reach("app1", CALL);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(CALL.plus(OURS));
      assertThat(timedOut(commands)).contains("timed out while connecting");
      assertThat(proxy.accepted()).as("connections").isEqualTo(1);
    }
  }

  @Test
  void nobodyWhoIsStoppedLeavesALoginBehind() throws Exception {
    try (OpenSshServer server = new OpenSshServer(directory);
        SlowProxy proxy = new SlowProxy(server.port(), bannerBytes(server));
        SshCommands commands = commands(server, proxy.port())) {
      Thread stopped =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      commands.run("app1", Command.of("/bin/true"), within(Duration.ofSeconds(60)));
                    } catch (InterruptedException expected) {
                      Thread.currentThread().interrupt();
                    }
                  });
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> proxy.accepted() == 1);
      stopped.interrupt();
      assertThat(proxy.leftByClient().await(30, TimeUnit.SECONDS)).isTrue();
      stopped.join();
    }
  }

  /** What a tool says of the host within the time of its call. */
  private static String timedOut(SshCommands commands) throws InterruptedException {
    Tool uptime =
        HostTools.all(commands, new Inventory(List.of())).stream()
            .filter(tool -> tool.spec().name().equals("uptime"))
            .findFirst()
            .orElseThrow();
    long began = System.nanoTime();
    Fetched fetched = uptime.fetch(ToolCall.of("uptime", "app1"), within(CALL));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(CALL.plus(OURS));
    ToolAnswer.Failed failed = (ToolAnswer.Failed) ((Fetched.Settled) fetched).answer();
    assertThat(failed.kind()).isEqualTo(FailureKind.TIMED_OUT);
    return failed.detail();
  }

  /** How long the line is by which sshd says who it is. */
  private static int bannerBytes(OpenSshServer server) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      int bytes = 0;
      int read;
      do {
        read = socket.getInputStream().read();
        bytes++;
      } while (read >= 0 && read != '\n');
      return bytes;
    }
  }

  private SshCommands commands(OpenSshServer server, int port) throws IOException {
    return commands(server, port, directory);
  }

  private static SshCommands commands(OpenSshServer server, int port, Path directory)
      throws IOException {
    Path knownHosts = directory.resolve("known_hosts");
    Files.writeString(
        knownHosts, "[127.0.0.1]:" + port + " " + Files.readString(server.file("host.pub")));
    return new SshCommands(
        Map.of(
            "app1",
            new Connection.Ssh(
                server.user(),
                "127.0.0.1",
                port,
                server.file("user"),
                knownHosts,
                false,
                Duration.ofSeconds(30),
                8,
                true,
                false,
                Optional.empty())),
        Gates.wide(),
        Clock.systemUTC());
  }

  private static CallContext within(Duration duration) {
    return new CallContext("test", Instant.EPOCH, Instant.EPOCH, duration);
  }
}
