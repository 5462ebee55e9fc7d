package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Users of this machine with login shells of our choice, who may log in to an {@link OpenSshServer}
 * with its key, until closed. Only root can make them.
 */
final class LoginUsers implements AutoCloseable {
  private final Path directory;
  private final List<String> made = new ArrayList<>();

  /**
   * @param directory empty; made readable for all, since sshd reads the keys as the user
   */
  LoginUsers(Path directory) throws IOException {
    this.directory = directory;
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the server's configuration must say for them. */
  String serverLines() {
    return "AuthorizedKeysFile " + directory.resolve("authorized_keys") + "\n";
  }

  /** Lets in whoever has the server's own key. */
  void admitKeyOf(OpenSshServer server) throws IOException {
    Path keys = Files.copy(server.file("user.pub"), directory.resolve("authorized_keys"));
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** The name of a new user. */
  String withShell(Path shell) throws IOException, InterruptedException {
    String name = "shindan" + ProcessHandle.current().pid() + "x" + made.size();
    // with a password that nobody has: sshd lets nobody in whose account is locked
    run(
        "/usr/sbin/useradd",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--password",
        "*",
        "--shell",
        shell.toString(),
        name);
    made.add(name);
    return name;
  }

  /** A program of that name that is a link to another, as a login shell. */
  Path named(String name, Path program) throws IOException {
    return Files.createSymbolicLink(directory.resolve(name), program);
  }

  @Override
  public void close() throws IOException {
    for (String name : made) {
      try {
        run("/usr/sbin/userdel", name);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException("the user " + name + " is still there", stopped);
      }
    }
  }

  private static void run(String... argv) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
