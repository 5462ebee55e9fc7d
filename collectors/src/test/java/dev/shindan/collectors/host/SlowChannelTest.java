package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is slow to open a channel, and slow again to answer on it. */
@Timeout(120)
final class SlowChannelTest {
  /** Each is shorter than what is waited for one command of a second, and both are longer. */
  private static final Duration EACH = Duration.ofMillis(2_500);

  /** Nobody counts it down. */
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  @TempDir private Path directory;

  @Test
  void openingAndRunningHaveOneDeadlineTogether() throws Exception {
    try (SshServer slow = slowServer();
        SshCommands commands =
            new SshCommands(Map.of("app1", host(slow)), Gates.wide(), Clock.systemUTC())) {
      assertThat(commands.run("app1", Command.of("/bin/true"), within(30)))
          .as("with time enough it answers")
          .isInstanceOf(CommandResult.Exited.class);
      assertThat(commands.run("app1", Command.of("/bin/true"), within(1)))
          .isInstanceOfSatisfying(
              CommandResult.NotRun.class,
              not -> assertThat(not.kind()).isEqualTo(FailureKind.TIMED_OUT));
    }
  }

  private SshServer slowServer() throws Exception {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(directory.resolve("host")));
    server.setPublickeyAuthenticator((_, _, _) -> true);
    server.setChannelFactories(
        List.of(
            new ChannelFactory() {
              @Override
              public String getName() {
                return "session";
              }

              @Override
              public Channel createChannel(Session session) {
                return new SlowToOpen();
              }
            }));
    server.setCommandFactory((_, line) -> new SlowToAnswer(line));
    server.start();
    return server;
  }

  private Connection.Ssh host(SshServer server) throws Exception {
    Process generator =
        new ProcessBuilder(
                "/usr/bin/ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                directory.resolve("user").toString())
            .start();
    assertThat(generator.waitFor()).isZero();
    return new Connection.Ssh(
        "diag",
        "127.0.0.1",
        server.getPort(),
        directory.resolve("user"),
        directory.resolve("known_hosts"),
        true,
        Duration.ofSeconds(30),
        8,
        false,
        false,
        Optional.empty());
  }

  private static CallContext within(int seconds) {
    return new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(seconds));
  }

  private static final class SlowToOpen extends ChannelSession {
    @Override
    protected OpenFuture doInit(Buffer buffer) {
      try {
        var _ = NEVER.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      return super.doInit(buffer);
    }
  }

  private static final class SlowToAnswer extends AbstractCommandSupport {
    SlowToAnswer(String line) {
      super(line, null);
    }

    @Override
    public void run() {
      try {
        if (getCommand().contains("/bin/date")) {
          getOutputStream().write("1795527577.5:/bin/sh\n".getBytes(StandardCharsets.UTF_8));
          getOutputStream().flush();
        } else {
          var _ = NEVER.await(EACH.toMillis(), TimeUnit.MILLISECONDS);
        }
        onExit(0);
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
