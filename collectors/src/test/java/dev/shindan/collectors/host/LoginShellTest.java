package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginShellTest {
  @ParameterizedTest
  @CsvSource({
    "1795527577.250000000:/bin/bash, bash, true",
    "1795527577.250000000:/usr/bin/zsh, zsh, true",
    "1795527577:/bin/ash, ash, true",
    "1795527577.N:/bin/sh, sh, true",
    "1795527577.250000000:/usr/bin/fish, fish, false",
    "1795527577.250000000:/bin/tcsh, tcsh, false",
    "1795527577.250000000:/opt/bin/bash.real, bash.real, false",
    "1795527577.250000000:$SHELL, '', false",
    "1795527577.250000000:, '', false",
    "Welcome!, '', false",
    "'', '', false",
  })
  void onlyShellsInWhichArgumentsArriveWholeAreUnderstood(
      String answer, String name, boolean understood) {
    LoginShell shell = LoginShell.of(answer + "\n");
    assertThat(shell.name()).isEqualTo(name);
    assertThat(shell.understood()).isEqualTo(understood);
  }

  @org.junit.jupiter.api.Test
  void theClockIsReadWithItsFraction() {
    assertThat(LoginShell.of("1795527577.250000000:/bin/bash\n").clock())
        .contains(Instant.ofEpochSecond(1795527577L, 250_000_000));
    assertThat(LoginShell.of("1795527577:/bin/ash\n").clock())
        .contains(Instant.ofEpochSecond(1795527577L));
  }

  /** What sshd does: the login shell gets the line as the argument of -c. */
  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/dash", "/bin/zsh", "/bin/busybox"})
  void hostileArgumentsArriveWhole(String shell) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(shell)), shell + " is not installed");
    long seed = 20261124;
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        sent.add(hostile(random));
      }
      List<String> argv = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
      argv.addAll(sent);
      String line =
          GuardedCommand.of(new Command(argv, false), Duration.ofSeconds(60), false).shellLine();
      List<String> started =
          shell.endsWith("busybox")
              ? List.of(shell, "ash", "-c", line)
              : List.of(shell, "-c", line);
      Process process = new ProcessBuilder(started).redirectErrorStream(true).start();
      String arrived = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Arrays.asList(arrived.split("\0", -1)).subList(0, sent.size()))
          .as("seed %d round %d", seed, round)
          .isEqualTo(sent);
    }
  }

  private static String hostile(Random random) {
    String[] pieces = {
      "'", "\"", "`id`", "$(id)", "$HOME", ";", "|", "&", "\n", "\\", "!!", "*", "?", "~", "-rf",
      "--", "#", "<", ">", "(", ")", "{a,b}", "\t", " ", "％", "’", "\u202e", "=ls", "a", "\\'", "%s"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }
}
