package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.signal.DependencyGraph;
import dev.shindan.agent.source.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ranks changes by how near they are to an onset in time and in the topology: by {@code minutes
 * before the onset + 30 for each hop}; a change of nothing that is known to be connected counts as
 * four hops away, one made after the onset stands last. The weighting is our own.
 */
final class ChangeRanking {
  private static final int ROWS_MAX = 5;
  private static final int LINE_CHARACTERS_MAX = 200;
  private static final double MINUTES_PER_HOP = 30;
  private static final int HOPS_UNKNOWN = 4;

  private final Naming naming;
  private final String self;
  private final Instant onset;
  private final Map<String, Integer> hops;

  /**
   * @param self the target that was asked about
   */
  ChangeRanking(Inventory inventory, String self, Instant onset) {
    this.naming = new Naming(inventory);
    this.self = Inventory.hostPart(self);
    this.onset = onset;
    DependencyGraph graph = Topology.configured(inventory);
    this.hops = graph.dependencies(this.self);
  }

  ChangesFacts facts(ChangesTool.Header header, List<String> lines) {
    List<ChangesFacts.Row> rows = new ArrayList<>();
    int unread = 0;
    for (String line : lines.subList(1, lines.size())) {
      Optional<Change> change =
          ChangesTool.parsed(line, Change.class).filter(found -> found.at() != null);
      change.ifPresent(found -> rows.add(row(found, line)));
      unread += change.isPresent() ? 0 : 1;
    }
    rows.sort(Comparator.comparingDouble(ChangeRanking::distance));
    return new ChangesFacts(
        rows.stream().limit(ROWS_MAX).toList(),
        rows.size(),
        rows.stream()
            .filter(row -> row.hops().isPresent() && row.secondsBeforeOnset() >= 0)
            .map(ChangesFacts.Row::secondsBeforeOnset)
            .min(Comparator.naturalOrder()),
        header.complete() && unread == 0,
        header.notes().stream()
            .limit(2)
            .map(note -> Around.shortened(note, LINE_CHARACTERS_MAX))
            .toList(),
        Around.shortened(lines.getFirst(), LINE_CHARACTERS_MAX));
  }

  private ChangesFacts.Row row(Change change, String line) {
    String target = change.subject().isEmpty() ? "" : naming.target(change.subject());
    boolean known = naming.inventory().find(target).isPresent();
    Optional<Integer> away =
        target.equals(self) ? Optional.of(0) : Optional.ofNullable(hops.get(target));
    return new ChangesFacts.Row(
        change.at(),
        Duration.between(change.at(), onset).toSeconds(),
        change.kind(),
        known ? target : "",
        away,
        Around.shortened(change.author(), 40),
        Around.shortened(line, LINE_CHARACTERS_MAX));
  }

  private static double distance(ChangesFacts.Row row) {
    double minutes = row.secondsBeforeOnset() / 60.0;
    double topology = MINUTES_PER_HOP * row.hops().orElse(HOPS_UNKNOWN);
    return minutes >= 0 ? minutes + topology : 1e6 - minutes + topology;
  }
}
