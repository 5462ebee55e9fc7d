package dev.shindan.collectors.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SudoersTest {
  @TempDir Path directory;

  @Test
  void numbersAreWrittenOnceForEachCountOfDigits() {
    assertThat(Sudoers.lines("diag", List.of(PrivilegedTemplate.of("/usr/bin/dmesg", "--notime"))))
        .containsExactly(
            "diag ALL=(root) NOPASSWD: /usr/bin/timeout -k 2 [0-9] /usr/bin/dmesg --notime",
            "diag ALL=(root) NOPASSWD: /usr/bin/timeout -k 2 [0-9][0-9] /usr/bin/dmesg --notime",
            "diag ALL=(root) NOPASSWD: /usr/bin/timeout -k 2 [0-9][0-9][0-9] /usr/bin/dmesg"
                + " --notime");
  }

  @Test
  void noLineHoldsAWildcardThatMatchesBlanks() {
    List<String> lines =
        Sudoers.lines(
            "diag",
            List.of(
                PrivilegedTemplate.of("/usr/bin/tail", "-n", PrivilegedTemplate.DIGITS, "/a*b?"),
                PrivilegedTemplate.of("/usr/bin/journalctl", "--since=09:00,x")));
    assertThat(lines).hasSize(3 * 4 + 3).allMatch(line -> !line.matches(".*(?<!\\\\)[*?].*"));
    assertThat(lines).last().asString().endsWith("--since\\=09\\:00\\,x");
  }

  @Test
  void argumentsThatCannotBeToldApartAreRefused() {
    assertThatThrownBy(() -> PrivilegedTemplate.of("/bin/sh", "-c", "a b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sudoers.lines("diag ALL", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sudoItselfUnderstandsTheLines() throws Exception {
    assertThat(Path.of("/usr/sbin/visudo")).as("apt-get install sudo").isExecutable();
    Path file = directory.resolve("shindan");
    Files.write(
        file,
        Sudoers.lines(
            "diag",
            List.of(
                PrivilegedTemplate.of("/usr/bin/dmesg", "--notime"),
                PrivilegedTemplate.of(
                    "/usr/bin/x", "a=b,c:d", "#e", "!f", PrivilegedTemplate.DIGITS))));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    Process check =
        new ProcessBuilder("/usr/sbin/visudo", "-cf", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
  }
}
