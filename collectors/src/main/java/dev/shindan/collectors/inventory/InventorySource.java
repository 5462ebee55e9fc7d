package dev.shindan.collectors.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.collectors.http.Reply;
import dev.shindan.collectors.http.StoreAddress;
import dev.shindan.collectors.http.StoreClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where hosts are listed besides the hosts file; one that cannot be read is wrong input. */
public sealed interface InventorySource {
  List<ListedHost> hosts();

  /** A static inventory in a file. */
  record Ansible(Path file) implements InventorySource {
    @Override
    public List<ListedHost> hosts() {
      try {
        return AnsibleInventory.read(file.toString(), Files.readString(file));
      } catch (IOException missing) {
        throw new WrongInput(file.toString(), "cannot be read; an Ansible inventory was expected");
      }
    }
  }

  /** A Prometheus and its targets. */
  record Prometheus(URI url) implements InventorySource {
    @Override
    public List<ListedHost> hosts() {
      return asked(
          StoreAddress.of(url),
          "/api/v1/targets",
          Map.of("state", "active"),
          PrometheusTargets::read);
    }
  }

  /** A Mackerel organization. */
  record Mackerel(URI url, String apiKey) implements InventorySource {
    @Override
    public List<ListedHost> hosts() {
      return asked(
          StoreAddress.of(url).with("X-Api-Key", apiKey),
          "/api/v0/hosts",
          Map.of(),
          MackerelHosts::read);
    }

    @Override
    public String toString() {
      return "Mackerel[" + url + "]";
    }
  }

  private static List<ListedHost> asked(
      StoreAddress address,
      String path,
      Map<String, String> query,
      Function<JsonNode, List<ListedHost>> reader) {
    try (StoreClient client = new StoreClient(address)) {
      return switch (client.get(path, query, Duration.ofSeconds(10))) {
        case Reply.Body body ->
            reader.apply(
                body.json()
                    .orElseThrow(
                        () -> new WrongInput(address.shown() + path, "JSON was expected")));
        case Reply.Nothing nothing ->
            throw new WrongInput(address.shown() + path, nothing.detail());
      };
    }
  }
}
