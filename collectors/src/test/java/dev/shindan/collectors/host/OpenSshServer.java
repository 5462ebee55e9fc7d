package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A real OpenSSH server of our own user on a loopback port, with keys of its own. */
final class OpenSshServer implements AutoCloseable {
  static final String SSHD = "/usr/sbin/sshd";

  private final Path directory;
  private final int port;
  private final String more;
  private Process process;

  /**
   * @param directory empty; keys, configuration and log stand in it
   */
  OpenSshServer(Path directory) throws IOException, InterruptedException {
    this(directory, "");
  }

  /**
   * @param more lines of sshd_config
   */
  OpenSshServer(Path directory, String more) throws IOException, InterruptedException {
    this.more = more;
    assertThat(Path.of(SSHD))
        .as("the tests need OpenSSH: apt-get install openssh-server openssh-client")
        .isExecutable();
    this.directory = directory;
    // sshd trusts no key below a directory that others may write to, nor starts without its own.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    if (LocalCommands.root()) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
    generate("host", "ed25519");
    generate("host_ecdsa", "ecdsa");
    generate("user", "ed25519");
    generate("stranger", "ed25519");
    Files.copy(directory.resolve("user.pub"), directory.resolve("authorized_keys"));
    port = freePort();
    process = start();
  }

  String user() {
    return System.getProperty("user.name");
  }

  int port() {
    return port;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** The line by which OpenSSH knows this server. */
  String knownHostsLine() throws IOException {
    return "[127.0.0.1]:" + port + " " + Files.readString(file("host.pub"));
  }

  Connection.Ssh connection(Path knownHosts, String key, boolean acceptNewHostKeys) {
    return new Connection.Ssh(
        user(),
        "127.0.0.1",
        port,
        file(key),
        knownHosts,
        acceptNewHostKeys,
        Duration.ofSeconds(30),
        8,
        true,
        false,
        Optional.empty());
  }

  /** The server comes back with another host key, as after a reinstallation or an attack. */
  void restartWithAnotherHostKey() throws IOException, InterruptedException {
    close();
    for (String name : new String[] {"host", "host.pub", "host_ecdsa", "host_ecdsa.pub"}) {
      Files.delete(file(name));
    }
    generate("host", "ed25519");
    generate("host_ecdsa", "ecdsa");
    process = start();
  }

  /** Every connection is cut. */
  void restart() throws IOException {
    close();
    process = start();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }

  private Process start() throws IOException {
    // SHLVL: bash would read ~/.bashrc of whoever runs the tests, which may take seconds.
    Files.writeString(
        file("sshd_config"),
        more // first, for the first of two lines counts
            + """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            SetEnv SHLVL=2
            LogLevel VERBOSE
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            """
                .formatted(port, file("host"), file("host_ecdsa"), file("authorized_keys")));
    Process started =
        new ProcessBuilder(SSHD, "-D", "-e", "-f", file("sshd_config").toString())
            .redirectErrorStream(true)
            .redirectOutput(file("sshd.log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(file("sshd.log")).contains("Server listening"));
    return started;
  }

  private void generate(String name, String type) throws IOException, InterruptedException {
    Process generator =
        new ProcessBuilder(
                "/usr/bin/ssh-keygen", "-q", "-t", type, "-N", "", "-f", file(name).toString())
            .redirectErrorStream(true)
            .start();
    assertThat(generator.waitFor()).isZero();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
