package dev.shindan.collectors.host.tool;

/** One line of {@code ss -Htn}. */
record SocketRow(
    String state,
    long receiveQueue,
    long sendQueue,
    String localAddress,
    int localPort,
    String peerAddress,
    String peerPort,
    String rest,
    String line) {
  static SocketRow of(String line) {
    Cells.split(line, 5);
    String[] cells = line.strip().split("\\s+", 6);
    int local = cells[3].lastIndexOf(':');
    int peer = cells[4].lastIndexOf(':');
    if (local < 0 || peer < 0 || !cells[0].matches("[A-Z0-9-]+")) {
      throw new UnreadableOutput("state, queues and two addresses with ports", line);
    }
    return new SocketRow(
        cells[0],
        Cells.whole(cells[1], line),
        Cells.whole(cells[2], line),
        cells[3].substring(0, local),
        Cells.small(cells[3].substring(local + 1), line),
        cells[4].substring(0, peer),
        cells[4].substring(peer + 1),
        cells.length > 5 ? cells[5] : "",
        line);
  }

  boolean listening() {
    return state.equals("LISTEN");
  }

  /** Without the marks of addresses that are IPv4 inside IPv6. */
  String barePeer() {
    return peerAddress.replace("[::ffff:", "").replace("]", "").replace("[", "");
  }
}
