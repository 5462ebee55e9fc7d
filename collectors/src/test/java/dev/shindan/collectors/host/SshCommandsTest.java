package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.RawOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real OpenSSH server. */
final class SshCommandsTest {
  @TempDir static Path keys;
  private static OpenSshServer server;

  @TempDir Path directory;
  private Path knownHosts;
  private SshCommands commands;

  @BeforeAll
  static void startServer() throws Exception {
    server = new OpenSshServer(keys);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws Exception {
    knownHosts = directory.resolve("known_hosts");
    Files.writeString(knownHosts, "# ours\n" + server.knownHostsLine());
    commands = commands(server.connection(knownHosts, "user", false));
  }

  @AfterEach
  void stop() throws Exception {
    commands.close();
  }

  @Test
  void anyArgumentArrivesUnchanged() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        sent.add(nasty(random));
      }
      List<String> argv = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
      argv.addAll(sent);
      CommandResult.Exited exited = exited(run(new Command(argv, false), 60));
      List<String> arrived =
          List.of(exited.stdout().text().split("\0", -1)).subList(0, sent.size());
      assertThat(arrived).as("seed %d round %d", seed, round).isEqualTo(sent);
    }
  }

  @Test
  void programsThatAreMissingExitWith127() throws Exception {
    CommandResult.Exited exited = exited(run(Command.of("/usr/bin/no-such-program"), 60));
    assertThat(exited.status()).isEqualTo(127);
    assertThat(exited.stderr()).contains("no-such-program");
  }

  @Test
  void exitStatusErrorsAndLocaleAreReported() throws Exception {
    CommandResult.Exited exited =
        exited(run(Command.of("/bin/sh", "-c", "echo out $LC_ALL; echo err >&2; exit 3"), 60));
    assertThat(exited.status()).isEqualTo(3);
    assertThat(exited.stdout().text()).isEqualTo("out C\n");
    assertThat(exited.stderr()).isEqualTo("err\n");
  }

  @Test
  void clocksThatDifferAreMeasured() {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    // On a busy machine the answer may take too long to say anything; then it is asked again.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              try (SshCommands fresh =
                  new SshCommands(
                      Map.of("app1", server.connection(knownHosts, "user", false)),
                      Gates.wide(),
                      ahead)) {
                CommandResult result = fresh.run("app1", Command.of("/bin/true"), within(60));
                assertThat(exited(result).clockOffset())
                    .hasValueSatisfying(
                        offset ->
                            assertThat(offset)
                                .isBetween(
                                    Duration.ofHours(-1).minusSeconds(1),
                                    Duration.ofHours(-1).plusSeconds(1)));
              }
            });
  }

  @Test
  void programsKilledByASignalAreToldApart() throws Exception {
    assertThat(exited(run(Command.of("/bin/sh", "-c", "kill -KILL $$"), 60)).status())
        .isEqualTo(137);
  }

  @Test
  void timeoutKillsTheRemoteProcess() throws Exception {
    Path pid = directory.resolve("pid");
    exited(run(Command.of("/bin/true"), 60));
    CommandResult result =
        run(Command.of("/bin/sh", "-c", "echo $$ > " + pid + "; exec sleep 600"), 4);
    assertThat(notRun(result).kind()).isEqualTo(FailureKind.TIMED_OUT);
    long remote = Long.parseLong(Files.readString(pid).strip());
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> !ProcessHandle.of(remote).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void longOutputKeepsHeadAndTailAndSaysWhatWasCut() throws Exception {
    CommandResult.Exited exited =
        exited(
            run(
                Command.of(
                    "/bin/sh",
                    "-c",
                    "echo FIRST; head -c 5000000 /dev/zero | tr '\\0' x; echo; echo LAST"),
                20));
    RawOutput output = exited.stdout();
    long sent = 6 + 5_000_000 + 1 + 5;
    int mark = RawOutput.OMISSION.getBytes(StandardCharsets.UTF_8).length;
    assertThat(output.bytes()).hasSizeLessThanOrEqualTo(RawOutput.BYTES_MAX);
    assertThat(output.text())
        .startsWith("FIRST\nxxx")
        .contains(RawOutput.OMISSION)
        .endsWith("x\nLAST\n");
    assertThat(output.bytes().length - mark + output.omittedBytes()).isEqualTo(sent);
  }

  @Test
  void unknownHostKeyIsRefusedAndNotRecorded() throws Exception {
    Path empty = directory.resolve("empty");
    try (SshCommands strict = commands(server.connection(empty, "user", false))) {
      CommandResult.NotRun refused =
          notRun(strict.run("app1", Command.of("/bin/true"), within(60)));
      assertThat(refused.kind()).isEqualTo(FailureKind.AUTHENTICATION_FAILED);
      assertThat(refused.detail()).contains("not in " + empty).contains("SHA256:");
    }
    assertThat(empty).doesNotExist();
  }

  @Test
  void newHostKeyIsRecordedWhenTheOperatorSaidSo() throws Exception {
    Path fresh = directory.resolve("fresh");
    try (SshCommands open = commands(server.connection(fresh, "user", true))) {
      exited(open.run("app1", Command.of("/bin/true"), within(60)));
    }
    assertThat(Files.readString(fresh)).startsWith("[127.0.0.1]:" + server.port() + " ");
    try (SshCommands strict = commands(server.connection(fresh, "user", false))) {
      exited(strict.run("app1", Command.of("/bin/true"), within(60)));
    }
  }

  @Test
  void changedHostKeyStopsTheHostUntilTheFileIsCorrected() throws Exception {
    server.restartWithAnotherHostKey();
    try (SshCommands lenient = commands(server.connection(knownHosts, "user", true))) {
      CommandResult.NotRun refused =
          notRun(lenient.run("app1", Command.of("/bin/true"), within(60)));
      assertThat(refused.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
      assertThat(refused.detail()).contains(knownHosts + ":2");
      long connections = connectionsSeen();
      assertThat(notRun(lenient.run("app1", Command.of("/bin/true"), within(60))).kind())
          .isEqualTo(FailureKind.HOST_KEY_CHANGED);
      assertThat(connectionsSeen()).as("it is not even tried again").isEqualTo(connections);

      Files.writeString(knownHosts, server.knownHostsLine());
      exited(lenient.run("app1", Command.of("/bin/true"), within(60)));
    }
  }

  @Test
  void aKeyTheHostDoesNotAcceptIsAnAuthenticationFailure() throws Exception {
    try (SshCommands stranger = commands(server.connection(knownHosts, "stranger", false))) {
      assertThat(notRun(stranger.run("app1", Command.of("/bin/true"), within(60))).kind())
          .isEqualTo(FailureKind.AUTHENTICATION_FAILED);
    }
  }

  @Test
  void aPortWhereNothingListensIsRefused() throws Exception {
    try (SshCommands closed = commands(elsewhere(OpenSshServer.freePort(), 5))) {
      assertThat(notRun(closed.run("app1", Command.of("/bin/true"), within(60))).kind())
          .isEqualTo(FailureKind.CONNECTION_REFUSED);
    }
  }

  @Test
  void aHostThatAcceptsAndSaysNothingTimesOutOnceForAllCallers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SshCommands waiting = commands(elsewhere(silent.getLocalPort(), 3));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      Callable<CommandResult> call = () -> waiting.run("app1", Command.of("/bin/true"), within(60));
      for (Future<CommandResult> answer : callers.invokeAll(Collections.nCopies(15, call))) {
        assertThat(notRun(answer.get()).kind()).isEqualTo(FailureKind.TIMED_OUT);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void parallelCommandsShareOneConnection() throws Exception {
    long before = connectionsSeen();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<CommandResult> call =
          () -> commands.run("app1", Command.of("/bin/sleep", "0.1"), within(60));
      for (Future<CommandResult> answer : callers.invokeAll(Collections.nCopies(20, call))) {
        assertThat(exited(answer.get()).status()).isZero();
      }
    }
    assertThat(connectionsSeen() - before).isEqualTo(1);
  }

  @Test
  void aLostConnectionIsMadeAnew() throws Exception {
    exited(run(Command.of("/bin/true"), 60));
    server.restart();
    exited(run(Command.of("/bin/true"), 60));
  }

  private long connectionsSeen() throws IOException {
    return Files.readString(server.file("sshd.log"))
        .lines()
        .filter(line -> line.startsWith("Connection from "))
        .count();
  }

  private Connection.Ssh elsewhere(int port, int connectSeconds) {
    return new Connection.Ssh(
        server.user(),
        "127.0.0.1",
        port,
        server.file("user"),
        knownHosts,
        false,
        Duration.ofSeconds(connectSeconds),
        8,
        true,
        false,
        Optional.empty());
  }

  private CommandResult run(Command command, int seconds) throws InterruptedException {
    return commands.run("app1", command, within(seconds));
  }

  private static SshCommands commands(Connection.Ssh connection) {
    return new SshCommands(Map.of("app1", connection), Gates.wide(), Clock.systemUTC());
  }

  private static CallContext within(int seconds) {
    return new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(seconds));
  }

  private static CommandResult.Exited exited(CommandResult result) {
    assertThat(result).isInstanceOf(CommandResult.Exited.class);
    return (CommandResult.Exited) result;
  }

  private static CommandResult.NotRun notRun(CommandResult result) {
    assertThat(result).isInstanceOf(CommandResult.NotRun.class);
    return (CommandResult.NotRun) result;
  }

  /** Up to 40 characters, most of them such as mean something to a shell. */
  private static String nasty(Random random) {
    String special = "'\"\\$`!*?[]{}()<>|&;#~=%-+ \t\n\r\u0001\u001b\u007fäé漢😀";
    int[] points = special.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(41);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          random.nextInt(4) == 0
              ? 'a' + random.nextInt(26)
              : points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
