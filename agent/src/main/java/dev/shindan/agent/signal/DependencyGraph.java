package dev.shindan.agent.signal;

import dev.shindan.agent.source.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who depends on whom, every edge with what it was read from and when it was last seen. Everything
 * it answers is in the order of names, so that the same telemetry gives the same answer. Immutable.
 */
public final class DependencyGraph {
  /**
   * One target depends on another.
   *
   * @param evidence what says so: {@code span}, {@code sockets}, {@code configuration}, …
   * @param lastSeen empty where the source knows no time, as a configuration file does
   * @param calls how often it was seen
   */
  public record Edge(
      String caller, String callee, String evidence, Optional<Instant> lastSeen, long calls) {
    /** How long ago it was last seen. */
    public Optional<Duration> age(Instant now) {
      return lastSeen.map(seen -> Duration.between(seen, now));
    }
  }

  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::caller).thenComparing(Edge::callee).thenComparing(Edge::evidence);

  private final List<Edge> edges;
  private final SortedMap<String, SortedSet<String>> callees = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> callers = new TreeMap<>();

  private DependencyGraph(List<Edge> edges) {
    this.edges = edges;
    for (Edge edge : edges) {
      callees.computeIfAbsent(edge.caller(), name -> new TreeSet<>()).add(edge.callee());
      callers.computeIfAbsent(edge.callee(), name -> new TreeSet<>()).add(edge.caller());
    }
  }

  /** A target is no dependency of itself; equal edges of the same evidence become one. */
  public static DependencyGraph of(Collection<Edge> edges) {
    Map<Edge, Edge> merged = new TreeMap<>(ORDER);
    for (Edge edge : edges) {
      if (!edge.caller().equals(edge.callee())) {
        merged.merge(edge, edge, DependencyGraph::merged);
      }
    }
    return new DependencyGraph(List.copyOf(merged.values()));
  }

  /** An edge for each pair of services of which one's span is the parent of the other's. */
  public static DependencyGraph fromSpans(Collection<Span> spans) {
    return fromSpans(new SpanForest(spans));
  }

  static DependencyGraph fromSpans(SpanForest forest) {
    List<Edge> edges = new ArrayList<>();
    for (Span span : forest.spans()) {
      for (Span child : forest.children(span)) {
        if (!span.service().equals(child.service())) {
          edges.add(
              new Edge(span.service(), child.service(), "span", Optional.of(child.start()), 1));
        }
      }
    }
    return of(edges);
  }

  /** The edges of both. */
  public DependencyGraph with(DependencyGraph other) {
    List<Edge> both = new ArrayList<>(edges);
    both.addAll(other.edges);
    return of(both);
  }

  /** The edges whose pair the other graph has not. */
  public List<Edge> edgesNotIn(DependencyGraph other) {
    return edges.stream()
        .filter(edge -> !other.callees(edge.caller()).contains(edge.callee()))
        .toList();
  }

  public List<Edge> edges() {
    return edges;
  }

  public SortedSet<String> targets() {
    SortedSet<String> targets = new TreeSet<>(callees.keySet());
    targets.addAll(callers.keySet());
    return targets;
  }

  /** What the target calls itself. */
  public SortedSet<String> callees(String target) {
    return callees.getOrDefault(target, new TreeSet<>());
  }

  /** Who calls the target itself. */
  public SortedSet<String> callers(String target) {
    return callers.getOrDefault(target, new TreeSet<>());
  }

  /** Everything that depends on the target, nearest first, with the number of hops between them. */
  public Map<String, Integer> dependents(String target) {
    return reached(target, callers);
  }

  /** Everything that the target depends on, nearest first, with the number of hops between them. */
  public Map<String, Integer> dependencies(String target) {
    return reached(target, callees);
  }

  /** The shortest way along calls to everything that can be reached, both ends included. */
  public Map<String, List<String>> pathsFrom(String from) {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    paths.put(from, List.of(from));
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      String target = open.poll();
      for (String callee : callees(target)) {
        if (!paths.containsKey(callee)) {
          List<String> path = new ArrayList<>(paths.getOrDefault(target, List.of()));
          path.add(callee);
          paths.put(callee, List.copyOf(path));
          open.add(callee);
        }
      }
    }
    return paths;
  }

  private static Map<String, Integer> reached(
      String from, SortedMap<String, SortedSet<String>> steps) {
    Map<String, Integer> hops = new LinkedHashMap<>();
    hops.put(from, 0);
    Deque<String> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      String target = open.poll();
      for (String next : steps.getOrDefault(target, new TreeSet<>())) {
        if (hops.putIfAbsent(next, hops.getOrDefault(target, 0) + 1) == null) {
          open.add(next);
        }
      }
    }
    hops.remove(from);
    return hops;
  }

  private static Edge merged(Edge one, Edge other) {
    Optional<Instant> last =
        one.lastSeen().isPresent()
            ? one.lastSeen()
                .filter(at -> !at.isBefore(other.lastSeen().orElse(at)))
                .or(other::lastSeen)
            : other.lastSeen();
    return new Edge(one.caller(), one.callee(), one.evidence(), last, one.calls() + other.calls());
  }
}
