package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The TCP sockets of a host, counted by state, by the port they came in on and by whom they go to.
 *
 * @param timeWaitInKernel the kernel's own count, also where the table is cut
 * @param ephemeralPorts how many local ports there are for outgoing connections
 * @param maxEphemeralUsedPercent of them taken towards one peer and port
 * @param cut whether the table was longer than what is kept of an output; counts are then too low
 */
record SocketsSummary(
    int total,
    int established,
    int timeWait,
    int closeWait,
    int synReceived,
    int synSent,
    int finWait1,
    int finWait2,
    int lastAck,
    int closing,
    int listening,
    long orphans,
    long timeWaitInKernel,
    long tcpMemoryPages,
    int ephemeralPorts,
    double maxEphemeralUsedPercent,
    List<SocketGroups.Server> servers,
    List<SocketGroups.Peer> peers,
    boolean cut) {

  static Question question() {
    return Question.fixed(
        "sockets_summary",
        "How many TCP connections are in which state, by port and by peer.",
        SocketsSummary.class,
        "socket_table",
        Set.of(Coverage.SATURATION),
        SocketsSummary::read,
        Command.of("/usr/bin/cat", "/proc/net/sockstat", "/proc/sys/net/ipv4/ip_local_port_range"),
        Command.of("/usr/bin/ss", "-Htan"));
  }

  private static SocketsSummary read(Reading reading) {
    List<String> kernel = reading.whole(0);
    Map<String, Long> tcp = tcp(Cells.lineWith(kernel, "TCP: inuse"));
    int ephemeral = ephemeral(kernel.getLast());
    List<SocketRow> rows = SocketTable.of(reading.section(1).lines()).rows();
    Map<String, Integer> states = new TreeMap<>();
    rows.forEach(row -> states.merge(row.state(), 1, Integer::sum));
    List<SocketGroups.Peer> peers = SocketGroups.peers(rows, ephemeral);
    return new SocketsSummary(
        rows.size(),
        states.getOrDefault("ESTAB", 0),
        states.getOrDefault("TIME-WAIT", 0),
        states.getOrDefault("CLOSE-WAIT", 0),
        states.getOrDefault("SYN-RECV", 0),
        states.getOrDefault("SYN-SENT", 0),
        states.getOrDefault("FIN-WAIT-1", 0),
        states.getOrDefault("FIN-WAIT-2", 0),
        states.getOrDefault("LAST-ACK", 0),
        states.getOrDefault("CLOSING", 0),
        states.getOrDefault("LISTEN", 0),
        tcp.getOrDefault("orphan", 0L),
        tcp.getOrDefault("tw", 0L),
        tcp.getOrDefault("mem", 0L),
        ephemeral,
        peers.stream().mapToDouble(SocketGroups.Peer::ephemeralUsedPercent).max().orElse(0),
        SocketGroups.servers(rows),
        peers,
        reading.cut());
  }

  private static Map<String, Long> tcp(String line) {
    String[] cells = Cells.split(line, 3);
    Map<String, Long> counts = new HashMap<>();
    for (int i = 1; i + 1 < cells.length; i += 2) {
      counts.put(cells[i], Cells.whole(cells[i + 1], line));
    }
    return counts;
  }

  private static int ephemeral(String line) {
    String[] range = Cells.split(line, 2);
    int ports = Cells.small(range[1], line) - Cells.small(range[0], line) + 1;
    if (ports < 1) {
      throw new UnreadableOutput("a range of local ports", line);
    }
    return ports;
  }
}
