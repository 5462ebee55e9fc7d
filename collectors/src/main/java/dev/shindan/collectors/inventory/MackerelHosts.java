package dev.shindan.collectors.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hosts of a Mackerel organization, {@code /api/v0/hosts}: reached by the first address of
 * theirs that is no loopback; roles are {@code service/role} and {@code role}.
 */
public final class MackerelHosts {
  private MackerelHosts() {}

  public static List<ListedHost> read(JsonNode body) {
    List<ListedHost> hosts = new ArrayList<>();
    for (JsonNode host : body.path("hosts")) {
      String name = host.path("name").asText();
      if (name.isEmpty() || host.path("isRetired").asBoolean()) {
        continue;
      }
      List<String> roles = new ArrayList<>();
      host.path("roles")
          .properties()
          .forEach(
              service ->
                  service
                      .getValue()
                      .forEach(
                          role -> {
                            roles.add(role.asText());
                            roles.add(service.getKey() + "/" + role.asText());
                          }));
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("mackerelId", host.path("id").asText());
      attributes.put("status", host.path("status").asText());
      hosts.add(
          ListedHost.of(
              ListedHost.named(name),
              address(host, name),
              roles.stream().distinct().toList(),
              attributes));
    }
    return hosts;
  }

  private static String address(JsonNode host, String name) {
    for (JsonNode card : host.path("interfaces")) {
      String address = card.path("ipAddress").asText();
      if (!address.isEmpty() && !address.startsWith("127.")) {
        return address;
      }
    }
    return name;
  }
}
