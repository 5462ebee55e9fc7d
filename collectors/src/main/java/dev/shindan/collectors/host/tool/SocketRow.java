package dev.shindan.collectors.host.tool;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One TCP socket, by a line of {@code ss -Htn} or {@code netstat -tn}.
 *
 * @param process who has it open, where we may see it
 */
record SocketRow(
    String state,
    long receiveQueue,
    long sendQueue,
    String localAddress,
    int localPort,
    String peerAddress,
    String peerPort,
    Optional<String> process,
    Optional<Integer> pid,
    String line) {
  private static final Pattern OWNER = Pattern.compile("\\(\\(\"([^\"]{1,64})\",pid=(\\d{1,9})");

  static SocketRow of(String line) {
    return of(line, line);
  }

  /**
   * @param text the line without what stands before the state
   */
  static SocketRow of(String text, String line) {
    Cells.split(text, 5);
    String[] cells = text.strip().split("\\s+", 6);
    Matcher owner = OWNER.matcher(cells.length > 5 ? cells[5] : "");
    boolean seen = owner.find();
    if (!cells[0].matches("[A-Z0-9-]+")) {
      throw new UnreadableOutput("a state instead of '" + cells[0] + "'", line);
    }
    return new SocketRow(
        cells[0],
        Cells.whole(cells[1], line),
        Cells.whole(cells[2], line),
        address(cells[3], line),
        Cells.small(port(cells[3]), line),
        address(cells[4], line),
        port(cells[4]),
        seen ? Optional.of(owner.group(1)) : Optional.empty(),
        seen ? Optional.of(Cells.small(owner.group(2), line)) : Optional.empty(),
        line);
  }

  static String address(String cell, String line) {
    int colon = cell.lastIndexOf(':');
    if (colon < 0) {
      throw new UnreadableOutput("an address with a port instead of '" + cell + "'", line);
    }
    return cell.substring(0, colon);
  }

  static String port(String cell) {
    return cell.substring(cell.lastIndexOf(':') + 1);
  }

  boolean listening() {
    return state.equals("LISTEN");
  }

  /** Without the marks of addresses that are IPv4 inside IPv6. */
  String barePeer() {
    return peerAddress.replace("[::ffff:", "").replace("]", "").replace("[", "");
  }
}
