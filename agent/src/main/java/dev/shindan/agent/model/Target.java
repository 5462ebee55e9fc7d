package dev.shindan.agent.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A host, service, database or queue named in the inventory that may be examined.
 *
 * @param addresses host names and IP addresses by which telemetry may call it
 * @param dependsOn names of the targets it calls
 * @param services names of what runs on it, for example {@code postgresql}
 */
public record Target(
    String name,
    TargetKind kind,
    Set<String> addresses,
    List<String> roles,
    List<String> services,
    List<String> dependsOn,
    Map<String, String> attributes) {
  public Target {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new IllegalArgumentException("a target name is letters, digits, '.', '_' and '-'");
    }
    addresses = Set.copyOf(addresses);
    roles = List.copyOf(roles);
    services = List.copyOf(services);
    dependsOn = List.copyOf(dependsOn);
    attributes = Map.copyOf(attributes);
  }
}
