package dev.shindan.collectors.host.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads TCP sockets out of {@code ss} with or without a heading and out of {@code netstat}; sockets
 * of other kinds are passed over. Ports must be numbers.
 *
 * @param backlogShown whether the send queue of a listener is its limit, as {@code ss} shows it
 */
record SocketTable(List<SocketRow> rows, boolean backlogShown) {
  private static final String NETSTAT = "Active Internet connections";
  private static final Pattern OWNER = Pattern.compile("(?:^|\\s)(\\d{1,9})/(.{1,64}?)\\s*$");

  static SocketTable of(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (first.startsWith(NETSTAT)) {
      return new SocketTable(netstat(lines), false);
    }
    List<String> heads = TextTable.heads(first);
    boolean headed = heads.contains("Recv-Q") && heads.contains("Send-Q");
    boolean kinds = headed && heads.getFirst().equals("Netid");
    List<SocketRow> rows = new ArrayList<>();
    for (String line : lines.subList(headed ? 1 : 0, lines.size())) {
      if (!kinds) {
        rows.add(SocketRow.of(line));
      } else if (line.startsWith("tcp")) {
        rows.add(SocketRow.of(line.replaceFirst("\\S+\\s+", ""), line));
      }
    }
    return new SocketTable(rows, true);
  }

  private static List<SocketRow> netstat(List<String> lines) {
    if (lines.size() < 2 || !lines.get(1).startsWith("Proto ")) {
      throw new UnreadableOutput("a heading Proto", lines.getLast());
    }
    List<SocketRow> rows = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      if (line.startsWith("Active ")) {
        break;
      }
      if (line.startsWith("tcp")) {
        rows.add(netstat(line));
      } else if (!line.matches("(udp|raw|sctp|icmp)\\S*\\s.*")) {
        throw new UnreadableOutput("a socket of netstat", line);
      }
    }
    return rows;
  }

  private static SocketRow netstat(String line) {
    Cells.split(line, 6);
    String[] cells = line.strip().split("\\s+", 7);
    Matcher owner = OWNER.matcher(cells.length > 6 ? cells[6] : "");
    boolean seen = owner.find();
    return new SocketRow(
        state(cells[5], line),
        Cells.whole(cells[1], line),
        Cells.whole(cells[2], line),
        SocketRow.address(cells[3], line),
        Cells.small(SocketRow.port(cells[3]), line),
        SocketRow.address(cells[4], line),
        SocketRow.port(cells[4]),
        seen ? Optional.of(owner.group(2)) : Optional.empty(),
        seen ? Optional.of(Cells.small(owner.group(1), line)) : Optional.empty(),
        line);
  }

  /** In the words of {@code ss}. */
  private static String state(String text, String line) {
    return switch (text) {
      case "ESTABLISHED" -> "ESTAB";
      case "TIME_WAIT", "CLOSE_WAIT", "SYN_SENT", "LAST_ACK" -> text.replace('_', '-');
      case "SYN_RECV" -> "SYN-RECV";
      case "FIN_WAIT1" -> "FIN-WAIT-1";
      case "FIN_WAIT2" -> "FIN-WAIT-2";
      case "CLOSING", "LISTEN" -> text;
      case "CLOSE" -> "UNCONN";
      default -> throw new UnreadableOutput("a state instead of '" + text + "'", line);
    };
  }
}
