package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile values through a real OpenSSH server and a real login shell, over one kept connection for
 * each shell: a program on the other side sees the template, whatever the value. As another user
 * than root only one's own login shell can be tried. {@code -Dhostile.strings=10000} tries more.
 */
final class HostileOverSshTest {
  private static final int STRINGS = Integer.getInteger("hostile.strings", 200);

  /** Values for each argument that go in commands of their own, as calls do; others share one. */
  private static final int ALONE_MAX = 10;

  /** A line longer than 128 KiB is no argument any more that Linux passes to the login shell. */
  private static final int LINE_MAX = 100_000;

  private static final List<String> PROBE = List.of("/usr/bin/printf", "%s\\0");

  @TempDir private static Path keys;
  @TempDir private static Path shared;
  private static LoginUsers users;
  private static OpenSshServer server;

  private final ToolTemplates templates = new ToolTemplates();

  @BeforeAll
  static void startServer() throws Exception {
    users = new LoginUsers(shared);
    server = new OpenSshServer(keys, users.serverLines());
    users.admitKeyOf(server);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
    users.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "dash", "zsh"})
  void theRemoteSideSeesTheTemplateUnderEveryLoginShell(String shell) throws Exception {
    Path program = Path.of("/bin", shell);
    assumeTrue(Files.isExecutable(program), () -> said(shell + " is not installed: left out"));
    assumeTrue(LocalCommands.root(), () -> said(shell + " left out: only root can make users"));
    try (SshCommands commands = commands(users.withShell(program))) {
      Tally tally = new Tally();
      for (Tool tool : templates.withArguments()) {
        for (Argument argument : tool.spec().arguments()) {
          tryAll(commands, tool, argument, tally);
        }
      }
      var _ = said(shell + ": " + tally.words());
      assertThat(tally.alone).isPositive();
    }
  }

  /** Without root there is at least the shell of whoever runs the tests. */
  @Test
  void theRemoteSideSeesTheTemplateUnderOnesOwnLoginShell() throws Exception {
    try (SshCommands commands = commands(server.user())) {
      Tally tally = new Tally();
      Tool tool = templates.withArguments().getFirst();
      tryAll(commands, tool, tool.spec().arguments().getFirst(), tally);
      assertThat(tally.together).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fish", "csh", "rbash"})
  void aLoginShellOfAnotherNameIsRefusedBeforeAnyArgumentIsSent(String name) throws Exception {
    assumeTrue(LocalCommands.root(), () -> said(name + " left out: only root can make users"));
    Path touched = shared.resolve("touched-" + name);
    try (SshCommands commands = commands(users.withShell(users.named(name, Path.of("/bin/sh"))))) {
      CommandResult result = run(commands, List.of("/usr/bin/touch", touched.toString()));
      assertThat(result)
          .isInstanceOfSatisfying(
              CommandResult.Denied.class,
              denied -> assertThat(denied.reason()).contains("login shell").contains("is " + name));
      assertThat(touched).doesNotExist();
    }
  }

  private void tryAll(SshCommands commands, Tool tool, Argument argument, Tally tally)
      throws InterruptedException {
    String benign = ToolTemplates.benign(argument);
    List<List<String>> template = templates.argv(templates.call(tool, argument, benign));
    Batch batch = new Batch(commands);
    int alone = 0;
    for (String value : HostileStrings.of(tool.spec().name().hashCode(), STRINGS)) {
      tally.strings++;
      boolean refused = refused(tool, argument, value, tally);
      // what becomes a number, as minutes do, is no text of anybody's on the other side
      List<List<String>> vectors =
          ToolTemplates.with(template, benign, value).stream()
              .filter(vector -> vector.stream().anyMatch(word -> word.contains(value)))
              .toList();
      for (List<String> vector : vectors) {
        if (value.indexOf('\0') >= 0) {
          tally.nul++;
          assertThatThrownBy(() -> run(commands, vector))
              .isInstanceOf(IllegalArgumentException.class);
        } else if (!refused && alone++ < ALONE_MAX) {
          arrive(commands, vector);
          tally.alone++;
        } else {
          // also past the checks that refuse it: quoting alone has to do
          batch.add(vector);
          tally.together++;
        }
      }
    }
    batch.send();
  }

  private boolean refused(Tool tool, Argument argument, String value, Tally tally)
      throws InterruptedException {
    ToolCall call = templates.call(tool, argument, value);
    boolean refused =
        templates.toolbox().problemWith(call).isPresent()
            || !ToolTemplates.inTheInventory(argument, value)
                && tool.fetch(call, ToolTemplates.CONTEXT) instanceof Fetched.Refused;
    boolean control = value.chars().anyMatch(Character::isISOControl);
    if (refused) {
      tally.refused++;
      tally.refusedForControl += control ? 1 : 0;
    } else {
      assertThat(control).as("%s %s", call.tool(), value).isFalse();
    }
    return refused;
  }

  /** Vectors that are sent as the arguments of one command. */
  private static final class Batch {
    private final SshCommands commands;
    private final List<String> words = new ArrayList<>();
    private int bytes;

    Batch(SshCommands commands) {
      this.commands = commands;
    }

    void add(List<String> vector) throws InterruptedException {
      int more = vector.stream().mapToInt(Batch::quotedBytes).sum();
      if (bytes + more > LINE_MAX) {
        send();
      }
      words.addAll(vector);
      bytes += more;
    }

    void send() throws InterruptedException {
      arrive(commands, words);
      words.clear();
      bytes = 0;
    }

    /** At most: a quote becomes four bytes, any other character up to three. */
    private static int quotedBytes(String word) {
      return 3 + 3 * word.length() + (int) word.chars().filter(one -> one == '\'').count();
    }
  }

  private static void arrive(SshCommands commands, List<String> sent) throws InterruptedException {
    List<String> argv = new ArrayList<>(PROBE);
    argv.addAll(sent);
    CommandResult.Exited exited = (CommandResult.Exited) run(commands, argv);
    List<String> seen = new ArrayList<>(Arrays.asList(exited.stdout().text().split("\0", -1)));
    seen.removeLast();
    assertThat(seen).isEqualTo(sent.isEmpty() ? List.of("") : sent);
  }

  private static CommandResult run(SshCommands commands, List<String> argv)
      throws InterruptedException {
    return commands.run(
        "app1",
        new Command(argv, false),
        new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(60)));
  }

  private static SshCommands commands(String user) throws IOException {
    Path knownHosts = keys.resolve("known_hosts");
    Files.writeString(knownHosts, server.knownHostsLine());
    Connection.Ssh ours = server.connection(knownHosts, "user", false);
    return new SshCommands(
        Map.of(
            "app1",
            new Connection.Ssh(
                user,
                ours.address(),
                ours.port(),
                ours.key(),
                knownHosts,
                false,
                ours.connectTimeout(),
                ours.sessionsMax(),
                false,
                false,
                Optional.empty())),
        Gates.wide(),
        Clock.systemUTC());
  }

  private static String said(String line) {
    FuzzReport.line(HostileOverSshTest.class, line);
    return line;
  }

  /** What was tried under one shell. */
  private static final class Tally {
    private int strings;
    private int refused;
    private int refusedForControl;
    private int nul;
    private int alone;
    private int together;

    String words() {
      return ("%d strings, %d refused before sending (%d of them with control characters);"
              + " vectors with a NUL, never sent: %d; seen on the other side as sent: %d as calls,"
              + " %d many at once, also past the checks")
          .formatted(strings, refused, refusedForControl, nul, alone, together);
    }
  }
}
