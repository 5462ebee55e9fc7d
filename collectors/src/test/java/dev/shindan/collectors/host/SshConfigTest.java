package dev.shindan.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.settings.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SshConfigTest {
  @TempDir Path home;

  @Test
  void theFirstValueFoundCounts() throws IOException {
    SshConfig config =
        read(
            """
            # comment
            Host app1 db*
              HostName=%h.example.com
              User "diag"
            Host db1
              User never
              Port 2222
            Host * !app9
              User everybody
              ProxyJump ops@bastion:2022
            """);
    assertThat(config.hostName("app1")).contains("app1.example.com");
    assertThat(config.user("app1")).contains("diag");
    assertThat(config.user("db1")).contains("diag");
    assertThat(config.port("db1")).contains(2222);
    assertThat(config.port("app1")).isEmpty();
    assertThat(config.user("web")).contains("everybody");
    assertThat(config.proxyJump("web")).contains("ops@bastion:2022");
    assertThat(config.user("app9")).isEmpty();
  }

  @Test
  void includedFilesStandWhereTheyAreNamedAndMatchBlocksAreLeftOut() throws IOException {
    Files.createDirectories(home.resolve(".ssh/more.d"));
    Files.writeString(home.resolve(".ssh/more.d/b"), "Host b\n User second\n");
    Files.writeString(home.resolve(".ssh/more.d/a"), "Host *\n User first\n");
    SshConfig config =
        read("Include more.d/* none.d/*\nHost *\n User last\nMatch exec reboot\n Port 9\n");
    assertThat(config.user("b")).contains("first");
    assertThat(config.port("b")).isEmpty();
  }

  @Test
  void filesThatIncludeThemselvesAreRefused() {
    assertThatThrownBy(() -> read("Include " + home.resolve("config")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("too deep");
  }

  @Test
  void hostsTakeFromItWhatTheyDoNotSay() throws IOException {
    Files.writeString(home.resolve("id"), "a key");
    Files.writeString(home.resolve("bastion_id"), "a key");
    Files.writeString(
        home.resolve("config"),
        """
        Host app1
          HostName 10.0.0.1
          Port 2201
          ProxyJump bastion
        Host bastion
          HostName 10.0.0.254
          User ops
          IdentityFile bastion_id
        """);
    Files.writeString(
        home.resolve("hosts.yaml"),
        """
        defaults: {user: diag, key: id, sshConfig: config}
        hosts:
          - {name: app, address: app1}
          - {name: own, address: app1, port: 22, jump: none}
          - {name: two, address: 10.0.0.2, jump: "bastion,other@[::1]:2022"}
        """);
    HostInventory hosts = HostInventory.read(home.resolve("hosts.yaml"), Map.of());
    assertThat(hosts.connections().get("app"))
        .isInstanceOfSatisfying(
            Connection.Ssh.class,
            app -> {
              assertThat(app).hasToString("diag@10.0.0.1:2201");
              assertThat(app.jump().orElseThrow()).hasToString("ops@10.0.0.254:22");
              assertThat(app.jump().orElseThrow().key()).isEqualTo(home.resolve("bastion_id"));
            });
    assertThat(hosts.connections().get("own"))
        .isInstanceOfSatisfying(
            Connection.Ssh.class,
            own -> {
              assertThat(own).hasToString("diag@10.0.0.1:22");
              assertThat(own.jump()).isEmpty();
            });
    assertThat(hosts.connections().get("two"))
        .isInstanceOfSatisfying(
            Connection.Ssh.class,
            two -> {
              Connection.Ssh last = two.jump().orElseThrow();
              assertThat(last).hasToString("other@::1:2022");
              assertThat(last.jump().orElseThrow()).hasToString("ops@10.0.0.254:22");
            });
  }

  @Test
  void jumpHostsThatLeadToEachOtherAreRefused() throws IOException {
    Files.writeString(home.resolve("id"), "a key");
    Files.writeString(home.resolve("config"), "Host a\n ProxyJump b\nHost b\n ProxyJump a\n");
    Files.writeString(
        home.resolve("hosts.yaml"),
        "defaults: {user: diag, key: id, sshConfig: config}\nhosts: [{name: x, address: a}]\n");
    assertThatThrownBy(() -> HostInventory.read(home.resolve("hosts.yaml"), Map.of()))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("jump");
  }

  private SshConfig read(String text) throws IOException {
    return SshConfig.read(Files.writeString(home.resolve("config"), text), home);
  }
}
