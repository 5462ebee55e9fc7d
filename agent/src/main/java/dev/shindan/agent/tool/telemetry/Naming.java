package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which target of the inventory a service in the telemetry is, and the reverse: a target is called
 * by its own name, and by those of the services that run on it.
 */
record Naming(Inventory inventory) {
  /** Shorter beginnings of a name are shared by too many others. */
  private static final int BEGINNING_MIN = 5;

  /** Names under which a target may write spans, its services first. */
  static Set<String> services(Target target) {
    Set<String> names = new LinkedHashSet<>(target.services());
    names.add(target.name());
    return names;
  }

  /**
   * The target; the service itself where the inventory has none, or several that could be meant. A
   * client may call a service by a part of its name: what it begins with is enough where only one
   * target is meant by it.
   */
  String target(String service) {
    if (inventory.find(service).isPresent()) {
      return service;
    }
    List<String> running = running(name -> name.equals(service));
    if (running.isEmpty()) {
      Optional<Target> byAddress = inventory.findByAddress(service);
      if (byAddress.isPresent()) {
        return byAddress.get().name();
      }
      running = running(name -> alike(name, service));
    }
    return running.size() == 1 ? running.getFirst() : service;
  }

  /** The target that wrote a span: where several run its service, the host that it names. */
  String writer(Span span) {
    String host = span.attributes().getOrDefault("host.name", "");
    if (inventory.find(span.service()).isPresent() || host.isBlank()) {
      return span.service();
    }
    List<String> running = running(name -> name.equals(span.service()));
    return inventory
        .findByAddress(host)
        .map(Target::name)
        .filter(name -> running.size() > 1 && running.contains(name))
        .orElse(span.service());
  }

  private List<String> running(Predicate<String> service) {
    return inventory.targets().stream()
        .filter(target -> target.services().stream().anyMatch(service))
        .map(Target::name)
        .toList();
  }

  private static boolean alike(String one, String other) {
    String shorter = (one.length() < other.length() ? one : other).toLowerCase(Locale.ROOT);
    String longer = (one.length() < other.length() ? other : one).toLowerCase(Locale.ROOT);
    return shorter.length() >= BEGINNING_MIN && longer.startsWith(shorter);
  }
}
