package dev.shindan.collectors.inventory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host as another inventory lists it.
 *
 * @param address to connect to
 * @param roles the groups it is in
 */
public record ListedHost(
    String name,
    String address,
    List<String> roles,
    Map<String, String> attributes,
    Optional<String> user,
    Optional<Integer> port,
    Optional<String> key) {
  public ListedHost {
    roles = List.copyOf(roles);
    attributes = Map.copyOf(attributes);
  }

  /** With nothing said about how it is reached. */
  static ListedHost of(
      String name, String address, List<String> roles, Map<String, String> attributes) {
    return new ListedHost(
        name, address, roles, attributes, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What a target may be called; other letters become a hyphen. */
  static String named(String written) {
    String clean = written.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return clean.length() > 63 ? clean.substring(0, 63) : clean;
  }
}
