package dev.shindan.agent.triage;

import dev.shindan.agent.investigate.AlertTargets;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns an alert or a question into an incident: which targets are under suspicion, since when. */
public final class Scoping {
  private static final Redaction REDACTION = new Redaction();

  private final Inventory inventory;
  private final AlertsInQuestion alerts;

  /**
   * @param alerts that fire on what people ask about
   */
  public Scoping(Inventory inventory, AlertsInQuestion alerts) {
    this.inventory = inventory;
    this.alerts = alerts;
  }

  /**
   * @param hosts named by the caller; when empty, those whose names stand in the question; when
   *     there are none, every target
   * @throws WrongInput when a host is not in the inventory
   */
  public Incident fromQuestion(String id, String question, List<String> hosts, Instant now) {
    Set<String> named = new LinkedHashSet<>();
    for (String host : hosts) {
      named.add(
          inventory
              .find(host)
              .map(Target::name)
              .orElseThrow(
                  () ->
                      new WrongInput(
                          "host '" + host + "'", "is not in the inventory; it has " + names())));
    }
    if (named.isEmpty()) {
      mentioned(question).forEach(named::add);
    }
    List<String> scope = named.isEmpty() ? names() : List.copyOf(named);
    String kept = REDACTION.clean(question);
    List<Alert> firing = alerts.on(Set.copyOf(scope), now);
    List<String> alerting = alerts.alerting(firing, scope);
    Set<String> alertingFirst = new LinkedHashSet<>(alerting);
    alertingFirst.addAll(scope);
    return new Incident(
        id,
        title(kept),
        now,
        alerts.onset(firing, now),
        List.copyOf(alertingFirst),
        alerting,
        firing,
        Optional.of(kept));
  }

  /** The incident that an alert opens: its targets, and what they depend on. */
  public Incident fromAlert(String id, Alert alert, Instant now) {
    List<String> alerting = new AlertTargets(inventory).of(alert);
    List<String> scope = alerting.isEmpty() ? names() : inventory.withDependencies(alerting);
    String where = alerting.isEmpty() ? "" : " on " + String.join(", ", alerting);
    return new Incident(
        id,
        alert.name() + where,
        now,
        onset(alert, now),
        scope,
        alerting,
        List.of(alert),
        Optional.empty());
  }

  private static Instant onset(Alert alert, Instant now) {
    boolean believable =
        !alert.startsAt().isAfter(now)
            && alert.startsAt().isAfter(now.minus(Incident.ONSET_AGE_MAX));
    return believable ? alert.startsAt() : now;
  }

  private List<String> mentioned(String question) {
    List<Target> byLength = new ArrayList<>(inventory.targets());
    byLength.sort(Comparator.comparingInt((Target target) -> target.name().length()).reversed());
    String text = question.toLowerCase(Locale.ROOT);
    return byLength.stream()
        .map(Target::name)
        .filter(
            name ->
                Pattern.compile(
                        "(?<![\\w-])" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + "(?![\\w-])")
                    .matcher(text)
                    .find())
        .sorted(Comparator.comparingInt(name -> text.indexOf(name.toLowerCase(Locale.ROOT))))
        .toList();
  }

  private List<String> names() {
    return inventory.targets().stream().map(Target::name).toList();
  }

  private static String title(String question) {
    String line = question.strip().replaceAll("\\s+", " ");
    return line.length() <= 120 ? line : line.substring(0, 117) + "...";
  }
}
