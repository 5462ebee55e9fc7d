package dev.shindan.agent.tool.telemetry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How Shindan itself reaches the hosts, so that its own connections are not taken for theirs.
 *
 * @param ports of SSH, by target
 * @param here the targets that are the machine Shindan runs on
 * @param pid of Shindan
 */
public record Logins(Map<String, Integer> ports, Set<String> here, long pid) {
  /** Of SSH, unless told otherwise (RFC 4253). */
  static final int PORT = 22;

  /** Other ports than {@link #PORT}; who uses more of them is told apart by the first ones. */
  private static final int PORTS_MAX = 20;

  public Logins {
    ports = Map.copyOf(ports);
    here = Set.copyOf(here);
  }

  /** Where no host is logged in to. */
  public static Logins none() {
    return new Logins(Map.of(), Set.of(), 0);
  }

  /** The port by which the target itself is logged in to. */
  Optional<Integer> port(String target) {
    return Optional.ofNullable(ports.get(target));
  }

  /** All ports but {@link #PORT} by which a target is logged in to. */
  SortedSet<Integer> unusualPorts() {
    return ports.values().stream()
        .filter(port -> port != PORT)
        .distinct()
        .sorted()
        .limit(PORTS_MAX)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The process of Shindan, where it runs on the target. */
  Optional<Long> pidOn(String target) {
    return here.contains(target) ? Optional.of(pid) : Optional.empty();
  }
}
