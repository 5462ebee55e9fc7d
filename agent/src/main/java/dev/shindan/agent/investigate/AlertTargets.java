package dev.shindan.agent.investigate;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads from an alert's labels which targets of the inventory it speaks of. */
public final class AlertTargets {
  /** Labels that may say where an alert comes from, most telling first. */
  private static final List<String> PLACE_LABELS =
      List.of("host", "hostname", "nodename", "node", "server", "instance", "target", "service");

  private final Inventory inventory;

  public AlertTargets(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Names of targets, most telling label first; empty when none is known. */
  public List<String> of(Alert alert) {
    Set<String> found = new LinkedHashSet<>();
    for (String label : PLACE_LABELS) {
      Optional.ofNullable(alert.labels().get(label))
          .flatMap(inventory::findByAddress)
          .ifPresent(target -> found.add(target.name()));
    }
    return List.copyOf(found);
  }

  /** The incident with one more alert, its targets and what they depend on. */
  Incident widen(Incident incident, Alert alert) {
    Incident joined = incident.withAlert(alert);
    List<String> targets = of(alert);
    Set<String> scope = new LinkedHashSet<>(joined.scope());
    scope.addAll(inventory.withDependencies(targets));
    List<String> alerting = new ArrayList<>(joined.alerting());
    targets.stream().filter(name -> !alerting.contains(name)).forEach(alerting::add);
    return new Incident(
        joined.id(),
        joined.title(),
        joined.openedAt(),
        joined.onset(),
        List.copyOf(scope),
        alerting,
        joined.alerts(),
        joined.question());
  }
}
