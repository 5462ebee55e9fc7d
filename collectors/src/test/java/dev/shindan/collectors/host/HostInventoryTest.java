package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.HostLimits;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.telemetry.Logins;
import dev.shindan.collectors.host.tool.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostInventoryTest {
  @TempDir Path directory;

  @BeforeEach
  void key() throws IOException {
    Files.writeString(directory.resolve("id"), "a key");
  }

  @Test
  void hostsTakeWhatTheyDoNotSayFromTheDefaults() throws IOException {
    HostInventory hosts =
        read(
            """
            defaults: {user: diag, key: id, knownHosts: known, connectTimeout: 3}
            hosts:
              - {name: app1, address: 10.0.0.1, roles: [app], dependsOn: [db], port: 2222}
              - {name: db, address: db.example, kind: database, user: other}
              - {name: here, local: true}
              - {name: jobs, kind: queue}
            """);
    assertThat(hosts.connections()).containsOnlyKeys("app1", "db", "here");
    assertThat(hosts.logins(7))
        .isEqualTo(new Logins(Map.of("app1", 2222, "db", 22), Set.of("here"), 7));
    assertThat(hosts.connections().get("app1")).hasToString("diag@10.0.0.1:2222");
    assertThat(hosts.connections().get("db")).hasToString("other@db.example:22");
    assertThat(hosts.inventory().findByAddress("10.0.0.1:9100"))
        .hasValueSatisfying(target -> assertThat(target.name()).isEqualTo("app1"));
    assertThat(hosts.connections().get("app1"))
        .isInstanceOfSatisfying(
            Connection.Ssh.class,
            app1 -> {
              assertThat(app1.knownHosts()).isEqualTo(directory.resolve("known"));
              assertThat(app1.connectTimeout()).hasSeconds(3);
              assertThat(app1.acceptNewHostKeys()).isFalse();
            });
  }

  @Test
  void sudoIsGrantedToThoseWhoLogInAndMayUseIt() throws IOException {
    String hosts =
        """
        defaults: {user: diag, key: id}
        hosts:
          - {name: a1, address: a1.example}
          - {name: a2, address: a2.example, user: ops}
          - {name: a3, address: a3.example, user: root}
        """;
    assertThat(read(hosts).sudoUsers()).containsExactly("diag", "ops");
    assertThat(HostInventory.ofThisMachine("here").sudoUsers()).containsExactly("shindan");
  }

  @Test
  void thePathOfTheKeyIsNotShown() throws IOException {
    HostInventory hosts =
        read("hosts: [{name: a, address: b, user: c, key: " + directory.resolve("id") + "}]");
    assertThat(hosts.toString()).doesNotContain(directory.resolve("id").toString());
  }

  @Test
  void mistakesAreOneLineWithFileAndLine() {
    wrong("hosts:\n  - {name: a, local: true, colour: red}", ":2: unknown key 'hosts[0].colour'");
    wrong(
        "hosts:\n  - name: a\n    local: true\n  - name: a\n    local: true",
        ":4: host named twice");
    wrong("hosts:\n  - {name: a, address: b, user: c, key: gone}", ":2: key 'key' of a");
    wrong(
        "defaults:\n  key: gone\nhosts:\n  - {name: a, address: b, user: c}", ":2: key 'key' of a");
    wrong("hosts:\n  - {name: a}", ":2: host a needs an 'address'");
    wrong("hosts:\n  - {name: a, address: b, key: id}", ":2: host a needs a 'user'");
    wrong("hosts:\n  - {name: a, local: true, dependsOn: [b]}", ":2: key 'dependsOn' of a");
    wrong("hosts:\n  - {name: 'a b', local: true}", ":2: key 'name'");
    wrong("hosts:\n  - {name: a, address: b, user: c, key: id, port: 0}", ":2: host a: a port is");
    wrong("defaults: {sudo: true}", "key 'hosts'");
  }

  @Test
  void aHostWhereLoginIsSwitchedOffIsKnownAndNeverReached() throws IOException {
    HostInventory hosts =
        read(
            """
            defaults: {login: false}
            hosts:
              - {name: a, address: b}
              - {name: c, login: true, local: true}
              - {name: d}
            """);
    assertThat(hosts.connections()).containsOnlyKeys("c");
    assertThat(hosts.inventory().targets()).extracting(Target::name).containsExactly("a", "c", "d");
    try (HostCommandsByInventory commands =
        new HostCommandsByInventory(hosts, Gates.ledger(), HostLimits.DEFAULT, Clock.systemUTC())) {
      Tool uptime =
          HostTools.all(commands).stream()
              .filter(tool -> tool.spec().name().equals("uptime"))
              .findFirst()
              .orElseThrow();
      assertThat(hosts.inventory().targets())
          .filteredOn(uptime::appliesTo)
          .extracting(Target::name)
          .containsExactly("c");
    }
  }

  @Test
  void theExampleThatIsShippedIsTheLocalMachine() {
    HostInventory hosts = HostInventory.read(Path.of("../config/hosts.yaml"), Map.of());
    assertThat(hosts.connections()).isEqualTo(Map.of("localhost", new Connection.Local(true)));
    assertThat(hosts.inventory().targets())
        .isEqualTo(HostInventory.ofThisMachine(HostInventory.hostName()).inventory().targets());
  }

  private void wrong(String text, String expected) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining(
            "hosts.yaml" + (expected.startsWith(":") ? expected : ":1: " + expected))
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("\n"));
  }

  private HostInventory read(String text) throws IOException {
    Path file = directory.resolve("hosts.yaml");
    Files.writeString(file, text);
    return HostInventory.read(file, Map.of("HOME", directory.toString()));
  }
}
