package dev.shindan.agent.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** All targets that may be examined; nothing outside it is ever touched. */
public final class Inventory {
  private final Map<String, Target> byName = new LinkedHashMap<>();

  public Inventory(Collection<Target> targets) {
    for (Target target : targets) {
      if (byName.put(target.name(), target) != null) {
        throw new IllegalArgumentException("target named twice: " + target.name());
      }
    }
  }

  public List<Target> targets() {
    return List.copyOf(byName.values());
  }

  /** Finds by name; {@code app1:/data} finds {@code app1}. */
  public Optional<Target> find(String name) {
    return Optional.ofNullable(byName.get(hostPart(name)));
  }

  /**
   * Finds by name or by any address; a trailing {@code :port} or scheme is ignored. An IPv6 address
   * is found as it stands, without a port.
   */
  public Optional<Target> findByAddress(String address) {
    String bare = address.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*$", "");
    return byName.values().stream()
        .filter(
            target ->
                target.name().equals(bare)
                    || target.addresses().contains(bare)
                    || target.addresses().contains(address))
        .findFirst();
  }

  /** The given targets, then what they depend on, breadth first; each once. */
  public List<String> withDependencies(Collection<String> names) {
    SequencedSet<String> reached = new LinkedHashSet<>(names);
    List<String> frontier = new ArrayList<>(names);
    while (!frontier.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String name : frontier) {
        find(name).ifPresent(target -> next.addAll(target.dependsOn()));
      }
      next.removeIf(name -> find(name).isEmpty() || !reached.add(name));
      frontier = next;
    }
    return List.copyOf(reached);
  }

  /** The targets that depend on the named one directly. */
  public List<String> callers(String name) {
    String host = hostPart(name);
    return byName.values().stream()
        .filter(other -> other.dependsOn().contains(host))
        .map(Target::name)
        .toList();
  }

  /** Other targets that share a role with the named one. */
  public List<String> peers(String name) {
    Target self = byName.get(hostPart(name));
    if (self == null) {
      return List.of();
    }
    return byName.values().stream()
        .filter(
            other ->
                !other.name().equals(self.name())
                    && other.roles().stream().anyMatch(self.roles()::contains))
        .map(Target::name)
        .toList();
  }

  /** {@code app1:/data} is a component of {@code app1}. */
  public static String hostPart(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
