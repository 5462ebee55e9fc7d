package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is connected to whom, by process: the side that listens on its port is the server.
 *
 * @param unownedCount connections whose process we may not see, or that have none any more
 */
record SocketMap(int connectionCount, int unownedCount, List<Edge> edges, boolean cut) {
  private static final int EDGES_MAX = 100;

  /**
   * Connections of one process with one peer and service.
   *
   * @param serving whether this host is the server
   * @param port of the server
   * @param closeWait the peer has ended these and the process has not
   * @param receiveQueueBytes arrived and not read by the process
   * @param sendQueueBytes sent and not acknowledged by the peer
   */
  record Edge(
      String process,
      Optional<Integer> pid,
      boolean serving,
      String peer,
      int port,
      int connections,
      int established,
      int closeWait,
      int synSent,
      long receiveQueueBytes,
      long sendQueueBytes,
      String line) {}

  static Question question() {
    return Question.fixed(
            "socket_map",
            "Which process of the host is connected to whom, and on which side it serves.",
            SocketMap.class,
            "socket_table",
            Set.of(),
            SocketMap::read,
            Command.of("/usr/bin/ss", "-Htanp"))
        .escalating();
  }

  private static SocketMap read(Reading reading) {
    List<SocketRow> all = SocketTable.of(reading.section(0).lines()).rows();
    Set<Integer> served =
        all.stream()
            .filter(SocketRow::listening)
            .map(SocketRow::localPort)
            .collect(Collectors.toSet());
    List<SocketRow> rows =
        all.stream().filter(row -> !row.listening() && row.peerPort().matches("\\d{1,5}")).toList();
    Map<String, List<SocketRow>> grouped = new LinkedHashMap<>();
    for (SocketRow row : rows) {
      boolean serving = served.contains(row.localPort());
      String key =
          String.join(
              " ",
              row.process().orElse(""),
              row.pid().map(String::valueOf).orElse(""),
              Boolean.toString(serving),
              row.barePeer(),
              serving ? Integer.toString(row.localPort()) : row.peerPort());
      grouped.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
    }
    return new SocketMap(
        rows.size(),
        (int) rows.stream().filter(row -> row.process().isEmpty()).count(),
        grouped.values().stream()
            .map(group -> edge(group, served))
            .sorted(Comparator.comparingInt(Edge::connections).reversed())
            .limit(EDGES_MAX)
            .toList(),
        reading.cut());
  }

  private static Edge edge(List<SocketRow> rows, Set<Integer> served) {
    SocketRow first = rows.getFirst();
    boolean serving = served.contains(first.localPort());
    return new Edge(
        first.process().orElse(""),
        first.pid(),
        serving,
        first.barePeer(),
        serving ? first.localPort() : Cells.small(first.peerPort(), first.line()),
        rows.size(),
        count(rows, "ESTAB"),
        count(rows, "CLOSE-WAIT"),
        count(rows, "SYN-SENT"),
        rows.stream().mapToLong(SocketRow::receiveQueue).sum(),
        rows.stream().mapToLong(SocketRow::sendQueue).sum(),
        first.line());
  }

  private static int count(List<SocketRow> rows, String state) {
    return (int) rows.stream().filter(row -> row.state().equals(state)).count();
  }
}
