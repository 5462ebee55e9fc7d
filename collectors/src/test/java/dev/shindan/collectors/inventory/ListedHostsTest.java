package dev.shindan.collectors.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.settings.WrongInput;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ListedHostsTest {
  private static final String INI =
      """
      bastion ansible_host=192.0.2.1 ; the way in
      [web]
      app[01:03] ansible_user=deploy
      app9 ansible_host=192.0.2.9 ansible_port=2222 ansible_ssh_private_key_file='~/.ssh/app'
      [db]
      db1
      [prod:children]
      web
      db
      [prod:vars]
      ansible_user = diag
      ansible_host={{ lookup("pipe", "id") }}
      """;

  private static final String YAML =
      """
      all:
        vars: {ansible_user: diag}
        children:
          prod:
            children:
              web:
                hosts:
                  app[1:2]:
                  app9: {ansible_host: 192.0.2.9, ansible_port: 2222, ansible_user: deploy}
      """;

  @Test
  void ansibleHostsKnowTheirGroupsAndHowTheyAreReached() {
    List<ListedHost> hosts = AnsibleInventory.read("inventory.ini", INI);
    assertThat(hosts)
        .extracting(ListedHost::name)
        .containsExactly("bastion", "app01", "app02", "app03", "app9", "db1");
    assertThat(hosts.get(0).address()).isEqualTo("192.0.2.1");
    assertThat(hosts.get(0).roles()).isEmpty();
    assertThat(hosts.get(1).user()).contains("deploy");
    assertThat(hosts.get(1).roles()).containsExactly("web", "prod");
    assertThat(hosts.get(4).port()).contains(2222);
    assertThat(hosts.get(4).key()).contains("~/.ssh/app");
    assertThat(hosts.get(5).user()).contains("diag");
    assertThat(hosts.get(5).address()).isEqualTo("db1");
  }

  @Test
  void ansibleYamlSaysTheSame() {
    List<ListedHost> hosts = AnsibleInventory.read("inventory.yaml", YAML);
    assertThat(hosts).extracting(ListedHost::name).containsExactly("app1", "app2", "app9");
    assertThat(hosts.get(0).user()).contains("diag");
    assertThat(hosts.get(0).roles()).containsExactly("web", "prod");
    assertThat(hosts.get(2).user()).contains("deploy");
  }

  @Test
  void whatAnsibleWouldNotReadIsRefusedWithItsLine() {
    assertThatThrownBy(() -> AnsibleInventory.read("x.ini", "[web:hosts]\nx"))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("x.ini:2");
    assertThatThrownBy(() -> AnsibleInventory.read("x.yml", "a: [b"))
        .isInstanceOf(WrongInput.class);
    assertThatThrownBy(() -> AnsibleInventory.read("x.ini", "app[9:1]"))
        .isInstanceOf(WrongInput.class);
  }

  @Test
  void prometheusTargetsOfOneHostAreOneHost() {
    JsonNode body =
        Json.read(
            """
            {"status": "success", "data": {"activeTargets": [
              {"labels": {"instance": "app1:9100", "job": "node", "zone": "a"}, "health": "up"},
              {"labels": {"instance": "http://app1:8080/health", "job": "blackbox"}},
              {"labels": {"instance": "[2001:db8::1]:9100", "job": "node"}, "health": "down"}
            ]}}
            """,
            JsonNode.class);
    List<ListedHost> hosts = PrometheusTargets.read(body);
    assertThat(hosts).extracting(ListedHost::address).containsExactly("app1", "2001:db8::1");
    assertThat(hosts.getFirst().roles()).containsExactly("node", "blackbox");
    assertThat(hosts.getFirst().attributes()).isEqualTo(Map.of("zone", "a"));
    assertThat(hosts.getLast().name()).isEqualTo("2001-db8--1");
  }

  @Test
  void mackerelHostsAreReachedByAnAddressThatIsNoLoopback() {
    JsonNode body =
        Json.read(
            """
            {"hosts": [
              {"id": "2eQGE", "name": "app1.example", "status": "working", "isRetired": false,
               "roles": {"shop": ["web", "proxy"]},
               "interfaces": [{"name": "lo", "ipAddress": "127.0.0.1"},
                              {"name": "eth0", "ipAddress": "192.0.2.5"}]},
              {"id": "2eQGF", "name": "gone", "status": "poweroff", "isRetired": true}
            ]}
            """,
            JsonNode.class);
    List<ListedHost> hosts = MackerelHosts.read(body);
    assertThat(hosts).hasSize(1);
    assertThat(hosts.getFirst().address()).isEqualTo("192.0.2.5");
    assertThat(hosts.getFirst().roles()).containsExactly("web", "shop/web", "proxy", "shop/proxy");
  }

  @Test
  void aSourceThatDoesNotAnswerIsWrongInput() {
    assertThatThrownBy(
            () -> new InventorySource.Prometheus(URI.create("http://127.0.0.1:1")).hosts())
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void theApiKeyIsNotShown() {
    assertThat(new InventorySource.Mackerel(URI.create("http://x"), "secret").toString())
        .doesNotContain("secret");
  }
}
