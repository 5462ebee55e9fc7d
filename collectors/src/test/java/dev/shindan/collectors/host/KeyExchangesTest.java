package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.CallContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.NamedResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real OpenSSH servers that know one key exchange each. */
final class KeyExchangesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"curve25519-sha256", "sntrup761x25519-sha512", "mlkem768x25519-sha256"})
  void hostsWithOneKeyExchangeAreReachedUnlessAnotherIsAskedFor(String only) throws Exception {
    assumeTrue(knownToOpenSsh().contains(only), "the sshd here does not know " + only);
    assumeTrue(KeyExchanges.known().contains(only), "the library does not know " + only);
    try (OpenSshServer server =
        new OpenSshServer(
            Files.createDirectory(directory.resolve("server")), "KexAlgorithms " + only + "\n")) {
      assertThat(reached(server, List.of())).as("by default").isTrue();
      assertThat(reached(server, List.of(only))).isTrue();
      assertThat(reached(server, List.of("ecdh-sha2-nistp256"))).isFalse();
    }
  }

  @Test
  void curve25519IsOfferedFirstAndTheOthersAfterIt() {
    assertThat(KeyExchanges.inOrder(List.of()))
        .extracting(NamedResource::getName)
        .startsWith("curve25519-sha256", "curve25519-sha256@libssh.org")
        .contains("sntrup761x25519-sha512", "ecdh-sha2-nistp256");
  }

  @Test
  void hostsAndDefaultsNameTheirKeyExchanges() throws Exception {
    HostInventory hosts =
        read(
            """
            defaults: {user: diag, agent: true, kex: [curve25519-sha256]}
            hosts:
              - {name: app1, address: a.example}
              - {name: app2, address: b.example, kex: [ecdh-sha2-nistp256, curve25519-sha256]}
            """);
    assertThat(kex(hosts, "app1")).containsExactly("curve25519-sha256");
    assertThat(kex(hosts, "app2")).containsExactly("ecdh-sha2-nistp256", "curve25519-sha256");
  }

  @Test
  void keyExchangesThatAreNotKnownAreRefusedWithThoseThatAre() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    defaults: {user: diag, agent: true}
                    hosts:
                      - {name: app1, address: a.example, kex: [rot13]}
                    """))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("hosts.yaml:3")
        .hasMessageContaining("'rot13' is not known")
        .hasMessageContaining("curve25519-sha256");
  }

  private static List<String> kex(HostInventory hosts, String name) {
    return hosts.connections().get(name) instanceof Connection.Ssh host ? host.kex() : List.of();
  }

  private HostInventory read(String text) throws Exception {
    return HostInventory.read(
        Files.writeString(directory.resolve("hosts.yaml"), text), Map.of("HOME", "/nowhere"));
  }

  private boolean reached(OpenSshServer server, List<String> kex) throws Exception {
    Path known = Files.writeString(directory.resolve("known_hosts"), server.knownHostsLine());
    Connection.Ssh usual = server.connection(known, "user", false);
    Connection.Ssh host =
        new Connection.Ssh(
            usual.user(),
            usual.address(),
            usual.port(),
            usual.key(),
            known,
            false,
            usual.connectTimeout(),
            8,
            true,
            false,
            usual.jump(),
            kex);
    try (SshCommands commands =
        new SshCommands(Map.of("app1", host), Gates.wide(), Clock.systemUTC())) {
      return commands.run(
              "app1",
              Command.of("/bin/true"),
              new CallContext("test", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(60)))
          instanceof CommandResult.Exited;
    }
  }

  private static List<String> knownToOpenSsh() throws Exception {
    Process asked = new ProcessBuilder("/usr/bin/ssh", "-Q", "kex").start();
    return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
