package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.source.FiringAlerts.Firing;
import dev.shindan.agent.source.FiringAlerts.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the facts of {@code alerts}: the alerts by target and by distance from the one asked. */
final class AlertReport {
  private static final int ROWS_MAX = 8;
  private static final int NAME_CHARACTERS_MAX = 60;
  private static final int LINE_CHARACTERS_MAX = 160;
  private static final List<String> PLACE_LABELS =
      List.of("host", "hostname", "nodename", "node", "server", "instance", "target", "service");

  private final Naming naming;
  private final String self;
  private final Instant onset;
  private final Map<String, Integer> hops;

  /**
   * @param self the target that was asked about
   */
  AlertReport(Inventory inventory, String self, Instant onset) {
    this.naming = new Naming(inventory);
    this.self = Inventory.hostPart(self);
    this.onset = onset;
    this.hops = Topology.configured(inventory).dependencies(this.self);
  }

  AlertsFacts facts(AlertsTool.Header header, List<String> lines) {
    List<AlertsFacts.Row> rows = new ArrayList<>();
    int unread = 0;
    for (String line : lines.subList(1, lines.size())) {
      Optional<Firing> firing =
          ChangesTool.parsed(line, Firing.class).filter(found -> found.alert() != null);
      firing.ifPresent(found -> rows.add(row(found, line)));
      unread += firing.isPresent() ? 0 : 1;
    }
    rows.sort(
        Comparator.comparingInt((AlertsFacts.Row row) -> row.hops().orElse(Integer.MAX_VALUE))
            .thenComparing(AlertsFacts.Row::startedAt)
            .thenComparing(AlertsFacts.Row::name));
    List<AlertsFacts.Row> here =
        rows.stream().filter(row -> row.hops().filter(away -> away == 0).isPresent()).toList();
    return new AlertsFacts(
        rows.stream().limit(ROWS_MAX).toList(),
        here.size(),
        (int) rows.stream().filter(row -> row.hops().isPresent()).count() - here.size(),
        rows.size(),
        (int) here.stream().filter(row -> !row.silencedBy().isEmpty()).count(),
        (int) here.stream().filter(row -> row.severity().equals("critical")).count(),
        here.stream().map(AlertsFacts.Row::secondsBeforeOnset).max(Comparator.naturalOrder()),
        header.complete() && unread == 0,
        Around.shortened(lines.getFirst(), LINE_CHARACTERS_MAX));
  }

  private AlertsFacts.Row row(Firing firing, String line) {
    String target = target(firing.alert().labels());
    Severity severity = firing.alert().severity();
    return new AlertsFacts.Row(
        Around.shortened(firing.alert().name(), NAME_CHARACTERS_MAX),
        severity.name().toLowerCase(Locale.ROOT),
        target,
        target.equals(self) ? Optional.of(0) : Optional.ofNullable(hops.get(target)),
        firing.alert().startsAt(),
        Duration.between(firing.alert().startsAt(), onset).toSeconds(),
        firing.silences().stream()
            .map(AlertReport::inWords)
            .limit(2)
            .collect(Collectors.joining("; ")),
        firing.inhibited(),
        Around.shortened(line, LINE_CHARACTERS_MAX));
  }

  /** The first label that names a target of the inventory says where an alert belongs. */
  private String target(Map<String, String> labels) {
    return PLACE_LABELS.stream()
        .map(label -> labels.getOrDefault(label, ""))
        .filter(value -> !value.isEmpty())
        .map(naming::target)
        .filter(name -> naming.inventory().find(name).isPresent())
        .map(Inventory::hostPart)
        .findFirst()
        .orElse("");
  }

  private static String inWords(Silence silence) {
    return Around.shortened(
        silence.author() + ": " + silence.comment() + " (until " + silence.endsAt() + ")",
        LINE_CHARACTERS_MAX);
  }
}
