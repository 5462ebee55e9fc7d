package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which target of the inventory a service in the telemetry is, and the reverse: a target is called
 * by its own name, and by those of the services that run on it.
 */
record Naming(Inventory inventory) {
  /** Names under which a target may write spans, its services first. */
  static Set<String> services(Target target) {
    Set<String> names = new LinkedHashSet<>(target.services());
    names.add(target.name());
    return names;
  }

  /**
   * The target; the service itself where the inventory has none, or several that could be meant.
   */
  String target(String service) {
    if (inventory.find(service).isPresent()) {
      return service;
    }
    var running =
        inventory.targets().stream()
            .filter(target -> target.services().contains(service))
            .map(Target::name)
            .toList();
    if (running.size() == 1) {
      return running.getFirst();
    }
    return inventory.findByAddress(service).map(Target::name).orElse(service);
  }
}
