package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.signal.DependencyGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who depends on whom by the connections of one host. A client that the inventory does not know is
 * nobody one could look at; a server that it does not know keeps its address. Logins are no
 * dependencies, and Shindan's own connections least of all.
 *
 * @param edges those of the host, each at the time of the reading
 * @param lines by the names of both ends: the line of the table that shows it best
 * @param unknownClients connections from addresses that the inventory does not know
 * @param logins connections to SSH servers, and those of Shindan itself
 * @param whole whether every connection was among what was read
 */
record SocketEdges(
    List<DependencyGraph.Edge> edges,
    Map<List<String>, String> lines,
    int unknownClients,
    int logins,
    boolean whole) {
  static final String EVIDENCE = "sockets";

  /**
   * From here on a port is chosen for a client that asked for none: {@code ip_local_port_range} in
   * the kernel's ip-sysctl.txt.
   */
  private static final int CHOSEN_PORT_MIN = 32_768;

  private static final Set<String> LOGIN_SERVERS = Set.of("sshd", "sshd-session", "dropbear");

  SocketEdges {
    edges = List.copyOf(edges);
    lines = Map.copyOf(lines);
  }

  static SocketEdges none(boolean whole) {
    return new SocketEdges(List.of(), Map.of(), 0, 0, whole);
  }

  /**
   * @param facts of {@code socket_map}
   * @param self the host that was asked
   */
  static SocketEdges of(
      JsonNode facts, String self, SocketText.Header header, Inventory inventory) {
    List<DependencyGraph.Edge> edges = new ArrayList<>();
    Map<List<String>, String> lines = new HashMap<>();
    int unknownClients = 0;
    int logins = 0;
    int seen = 0;
    for (JsonNode row : facts.path("edges")) {
      Connections one = Connections.of(row, header.at());
      seen += one.count();
      Optional<String> known = inventory.findByAddress(one.peer()).map(Target::name);
      if (one.ofLoopback() || known.filter(self::equals).isPresent()) {
        continue;
      }
      if (one.login(header)) {
        logins += one.count();
      } else if (one.serving() && known.isEmpty()) {
        unknownClients += one.count();
      } else {
        DependencyGraph.Edge edge = one.between(self, known.orElse(one.peer()));
        edges.add(edge);
        lines.putIfAbsent(List.of(edge.caller(), edge.callee()), one.line());
      }
    }
    boolean whole = !facts.path("cut").asBoolean() && seen >= facts.path("connectionCount").asInt();
    return new SocketEdges(edges, lines, unknownClients, logins, whole);
  }

  /**
   * A row of the facts: connections of one process with one peer and service.
   *
   * @param port of the server
   */
  private record Connections(
      boolean serving,
      String peer,
      int port,
      String process,
      long pid,
      int count,
      String line,
      Instant at) {
    /**
     * Where nobody listens any more, the connections that are left look like those of a client: the
     * end whose port was chosen for it is the client.
     */
    static Connections of(JsonNode row, Instant at) {
      String line = row.path("line").asText();
      boolean listening = row.path("serving").asBoolean();
      int port = row.path("port").asInt();
      int localPort = localPort(line);
      boolean served =
          !listening && port >= CHOSEN_PORT_MIN && localPort > 0 && localPort < CHOSEN_PORT_MIN;
      return new Connections(
          listening || served,
          row.path("peer").asText().replaceFirst("%.*$", ""),
          served ? localPort : port,
          row.path("process").asText(),
          row.path("pid").asLong(-1),
          row.path("connections").asInt(),
          line,
          at);
    }

    /** The fourth word of a line of {@code ss -tan}; 0 when it is something else. */
    private static int localPort(String line) {
      String[] words = line.strip().split("\\s+", 5);
      String port = words.length < 5 ? "" : words[3].substring(words[3].lastIndexOf(':') + 1);
      return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    }

    boolean ofLoopback() {
      return peer.startsWith("127.") || peer.equals("::1");
    }

    /** Where we may not see the process, the port alone decides. */
    boolean login(SocketText.Header header) {
      if (port == Logins.PORT || header.ownPid().filter(own -> own == pid).isPresent()) {
        return true;
      }
      boolean ofSsh = process.isEmpty() || process.equals("ssh") || LOGIN_SERVERS.contains(process);
      return serving
          ? LOGIN_SERVERS.contains(process)
              || header.loginPort().filter(own -> own == port).isPresent()
          : ofSsh && header.unusualLoginPorts().contains(port);
    }

    DependencyGraph.Edge between(String self, String other) {
      return new DependencyGraph.Edge(
          serving ? other : self, serving ? self : other, EVIDENCE, Optional.of(at), count);
    }
  }
}
