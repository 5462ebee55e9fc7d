package dev.shindan.collectors.host.tool;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts TCP sockets by the port they came in on, and by whom they go out to. */
final class SocketGroups {
  private static final int GROUPS_MAX = 50;
  private static final int TOP_PEERS_MAX = 5;

  private SocketGroups() {}

  /** How many sockets one address has. */
  record PeerCount(String address, int count) {}

  /**
   * Connections that came in on one port.
   *
   * @param line one of them
   */
  record Server(
      int port,
      int established,
      int timeWait,
      int closeWait,
      int synReceived,
      int other,
      int total,
      List<PeerCount> topPeers,
      String line) {}

  /**
   * Connections that go out to one address and port.
   *
   * @param line one of them
   */
  record Peer(
      String address,
      int port,
      int established,
      int timeWait,
      int closeWait,
      int synSent,
      int other,
      int total,
      double ephemeralUsedPercent,
      String line) {}

  /** Every port that is listened on, the busiest first. */
  static List<Server> servers(List<SocketRow> rows) {
    Set<Integer> ports = listened(rows);
    return grouped(rows, row -> ports.contains(row.localPort()) ? row.localPort() : -1)
        .entrySet()
        .stream()
        .filter(group -> group.getKey() >= 0)
        .map(group -> server(group.getKey(), group.getValue()))
        .sorted(Comparator.comparingInt(Server::total).reversed().thenComparingInt(Server::port))
        .limit(GROUPS_MAX)
        .toList();
  }

  /** Whom we connect to, the busiest first. */
  static List<Peer> peers(List<SocketRow> rows, int ephemeralPorts) {
    Set<Integer> ports = listened(rows);
    return grouped(
            rows,
            row -> ports.contains(row.localPort()) ? "" : row.barePeer() + ' ' + row.peerPort())
        .entrySet()
        .stream()
        .filter(group -> !group.getKey().isEmpty())
        .map(group -> peer(group.getValue(), ephemeralPorts))
        .sorted(Comparator.comparingInt(Peer::total).reversed().thenComparing(Peer::line))
        .limit(GROUPS_MAX)
        .toList();
  }

  private static <K> Map<K, List<SocketRow>> grouped(
      List<SocketRow> rows, Function<SocketRow, K> key) {
    return rows.stream().filter(row -> !row.listening()).collect(Collectors.groupingBy(key));
  }

  private static Set<Integer> listened(List<SocketRow> rows) {
    return rows.stream()
        .filter(SocketRow::listening)
        .map(SocketRow::localPort)
        .collect(Collectors.toSet());
  }

  private static Server server(int port, List<SocketRow> rows) {
    int established = count(rows, "ESTAB");
    int timeWait = count(rows, "TIME-WAIT");
    int closeWait = count(rows, "CLOSE-WAIT");
    int synReceived = count(rows, "SYN-RECV");
    List<PeerCount> peers =
        rows.stream()
            .collect(Collectors.groupingBy(SocketRow::barePeer, Collectors.summingInt(_ -> 1)))
            .entrySet()
            .stream()
            .map(entry -> new PeerCount(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt(PeerCount::count)
                    .reversed()
                    .thenComparing(PeerCount::address))
            .limit(TOP_PEERS_MAX)
            .toList();
    return new Server(
        port,
        established,
        timeWait,
        closeWait,
        synReceived,
        rows.size() - established - timeWait - closeWait - synReceived,
        rows.size(),
        peers,
        rows.getFirst().line());
  }

  private static Peer peer(List<SocketRow> rows, int ephemeralPorts) {
    SocketRow first = rows.getFirst();
    int established = count(rows, "ESTAB");
    int timeWait = count(rows, "TIME-WAIT");
    int closeWait = count(rows, "CLOSE-WAIT");
    int synSent = count(rows, "SYN-SENT");
    return new Peer(
        first.barePeer(),
        // an unconnected socket has the peer *
        first.peerPort().equals("*") ? 0 : Cells.small(first.peerPort(), first.line()),
        established,
        timeWait,
        closeWait,
        synSent,
        rows.size() - established - timeWait - closeWait - synSent,
        rows.size(),
        Cells.percent(rows.size(), ephemeralPorts),
        first.line());
  }

  private static int count(List<SocketRow> rows, String state) {
    return (int) rows.stream().filter(row -> row.state().equals(state)).count();
  }
}
