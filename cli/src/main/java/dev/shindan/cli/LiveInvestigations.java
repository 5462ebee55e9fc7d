package dev.shindan.cli;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.source.ChangeMarkers;
import dev.shindan.agent.triage.Dispatcher;
import dev.shindan.agent.triage.Filed;
import dev.shindan.agent.triage.Identifiers;
import dev.shindan.agent.triage.Scoping;
import dev.shindan.collectors.alertmanager.AlertmanagerPayload;
import dev.shindan.collectors.markers.MarkerPayload;
import dev.shindan.store.SqlStore;
import dev.shindan.web.IncidentSummary;
import dev.shindan.web.Investigations;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server's visitors can set in motion, over the store and the workers. Thread-safe. */
final class LiveInvestigations implements Investigations {
  private static final int ALERTS_MAX = 500;
  private static final int CHANGES_MAX = 500;
  private static final int JOIN_WITHIN_MINUTES = 30;

  private final SqlStore store;
  private final Dispatcher dispatcher;
  private final Scoping scoping;
  private final Identifiers identifiers;
  private final Clock clock;
  private final AlertmanagerPayload alertmanager;
  private final MarkerPayload markers;
  private final Duration joinWithin;

  LiveInvestigations(Shindan shindan, SqlStore store, Dispatcher dispatcher) {
    this.store = store;
    this.dispatcher = dispatcher;
    this.scoping = shindan.scoping();
    this.identifiers = shindan.identifiers();
    this.clock = shindan.clock();
    this.alertmanager = new AlertmanagerPayload(shindan.settings().alertsMax().orElse(ALERTS_MAX));
    this.markers = new MarkerPayload(shindan.settings().changesMax().orElse(CHANGES_MAX));
    this.joinWithin =
        Duration.ofMinutes(shindan.settings().joinWithinMinutes().orElse(JOIN_WITHIN_MINUTES));
  }

  @Override
  public String open(String question, List<String> hosts) {
    String investigation = identifiers.next();
    Incident incident =
        scoping.fromQuestion("inc-" + investigation, question, hosts, clock.instant());
    var _ = store.incidents().open(incident, investigation);
    dispatcher.opened(investigation, incident);
    return investigation;
  }

  @Override
  public Receipt accept(String source, byte[] body) {
    if (!source.equals("alertmanager")) {
      throw new WrongInput("/alerts/" + source, "unknown source; expected alertmanager");
    }
    List<Alert> alerts = alertmanager.decode(body);
    Set<String> investigations = new LinkedHashSet<>();
    int repeated = 0;
    for (Alert alert : alerts) {
      switch (file(alert)) {
        case dev.shindan.agent.triage.Receipt.Opened opened ->
            investigations.add(opened.investigation());
        case dev.shindan.agent.triage.Receipt.Joined joined ->
            investigations.add(joined.investigation());
        case dev.shindan.agent.triage.Receipt.Repeated _ -> repeated++;
        case dev.shindan.agent.triage.Receipt.Recorded _ -> {}
      }
    }
    dispatcher.wake();
    return new Receipt(List.copyOf(investigations), alerts.size(), repeated);
  }

  private dev.shindan.agent.triage.Receipt file(Alert alert) {
    if (!alert.firing()) {
      return store.incidents().acceptEnd(alert);
    }
    String investigation = identifiers.next();
    Incident alone = scoping.fromAlert("inc-" + investigation, alert, clock.instant());
    var receipt = store.incidents().accept(alert, alone, investigation, joinWithin);
    if (receipt instanceof dev.shindan.agent.triage.Receipt.Opened opened) {
      dispatcher.opened(opened.investigation(), alone);
    }
    return receipt;
  }

  @Override
  public Noted note(String source, byte[] body) {
    List<ChangeMarkers.Marker> told = markers.decode(source, body, clock.instant());
    return new Noted(told.size(), told.size() - store.markers().keep(told));
  }

  @Override
  public List<IncidentSummary> list(int countMax) {
    return store.incidents().list(countMax, "").stream().map(LiveInvestigations::summary).toList();
  }

  private static IncidentSummary summary(Filed filed) {
    Optional<Verdict> verdict =
        filed
            .summary()
            .filter(text -> text.contains("\"endedBy\""))
            .map(text -> Json.read(text, Verdict.class));
    boolean ended = filed.state() == Filed.State.ENDED;
    return new IncidentSummary(
        filed.incident().id(),
        filed.investigation(),
        filed.incident().title(),
        filed.incident().openedAt(),
        filed.incident().alerting(),
        !ended
            ? IncidentSummary.State.RUNNING
            : verdict.isPresent() ? IncidentSummary.State.CONCLUDED : IncidentSummary.State.ABORTED,
        verdict.map(Verdict::outcome),
        verdict.flatMap(
            known ->
                known.causes().stream()
                    .findFirst()
                    .map(cause -> cause.kind() + " on " + cause.target())));
  }

  @Override
  public void wake(String investigation) {
    boolean _ = store.incidents().reopen(investigation);
    dispatcher.wake();
  }

  @Override
  public Optional<String> check() {
    return store.problem();
  }
}
