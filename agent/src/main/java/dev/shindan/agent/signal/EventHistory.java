package dev.shindan.agent.signal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How often each event was there in the incidents so far, whatever their cause was. An event that
 * is there every time says nothing; one that has hardly ever been seen says a lot (inverse document
 * frequency; Spärck Jones, 1972).
 */
public final class EventHistory {
  /** What a replica does not do alone is rather done to all of them. */
  private static final double SHARED_BY_GROUP = 0.25;

  private final int incidents;
  private final Map<DetectedEvent, Integer> seen;

  private EventHistory(int incidents, Map<DetectedEvent, Integer> seen) {
    this.incidents = incidents;
    this.seen = Map.copyOf(seen);
  }

  /** An event counts once an incident. */
  public static EventHistory of(Collection<Set<DetectedEvent>> incidents) {
    Map<DetectedEvent, Integer> seen = new HashMap<>();
    for (Set<DetectedEvent> events : incidents) {
      events.forEach(event -> seen.merge(event, 1, Integer::sum));
    }
    return new EventHistory(incidents.size(), seen);
  }

  /** From 0, in every incident, to 1, never yet. */
  double rarity(DetectedEvent event) {
    double all = incidents + 1;
    double times = seen.getOrDefault(event, 0) + 0.5;
    return Math.clamp(Math.log(all / times) / Math.log(all / 0.5), 0, 1);
  }

  /** What the events of an incident say against their targets, by target and event. */
  public List<Suspicion> suspicions(Set<DetectedEvent> events) {
    Map<Shared, Set<String>> targets = new HashMap<>();
    for (DetectedEvent event : events) {
      targets.computeIfAbsent(Shared.of(event), same -> new TreeSet<>()).add(event.target());
    }
    List<Suspicion> found = new ArrayList<>();
    for (DetectedEvent event : events) {
      boolean shared = targets.getOrDefault(Shared.of(event), Set.of()).size() > 1;
      double strength = event.kind().weight() * rarity(event) * (shared ? SHARED_BY_GROUP : 1);
      found.add(
          new Suspicion(event.target(), event.kind().signal(), strength, false, event.name()));
    }
    return found;
  }

  /** The same event on any target of a group. */
  private record Shared(String group, DetectedEvent.Kind kind, String name) {
    static Shared of(DetectedEvent event) {
      return new Shared(event.group(), event.kind(), event.name());
    }
  }
}
