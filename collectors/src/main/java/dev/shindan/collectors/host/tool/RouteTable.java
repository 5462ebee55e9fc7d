package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.tool.Routes.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the table of {@code route} and {@code netstat -r}, and {@code ip route} without JSON. */
final class RouteTable {
  private static final Set<String> KINDS =
      Set.of("unreachable", "blackhole", "prohibit", "throw", "local", "broadcast", "multicast");

  private static final Set<String> HEADS =
      Set.of(
          "Destination",
          "Gateway",
          "Next_Hop",
          "Genmask",
          "Flags",
          "Flag",
          "Metric",
          "Met",
          "Ref",
          "Use",
          "Iface",
          "If",
          "MSS",
          "Window",
          "irtt");

  private RouteTable() {}

  static List<Route> rows(List<String> lines) {
    if (lines.size() < 2 || !lines.get(1).startsWith("Destination ")) {
      throw new UnreadableOutput("a heading Destination", lines.getLast());
    }
    List<String> heads = TextTable.heads(lines.get(1).replace("Next Hop", "Next_Hop"), HEADS);
    List<Route> routes = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      TextTable row = TextTable.row(heads, line);
      String flags = row.text(row.has("Flags") ? "Flags" : "Flag");
      routes.add(
          new Route(
              row.text("Destination"),
              row.has("Genmask") ? Optional.of(row.text("Genmask")) : Optional.empty(),
              Optional.of(row.text(row.has("Gateway") ? "Gateway" : "Next_Hop")),
              row.text(row.has("Iface") ? "Iface" : "If"),
              metric(row),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(flags),
              !flags.contains("U"),
              line));
    }
    return routes;
  }

  private static Optional<Long> metric(TextTable row) {
    String name = row.has("Metric") ? "Metric" : "Met";
    return row.has(name) ? Optional.of(row.whole(name)) : Optional.empty();
  }

  /** {@code default via 10.0.2.2 dev eth0 proto dhcp metric 100 linkdown}. */
  static List<Route> ofIp(List<String> lines) {
    return lines.stream().map(RouteTable::ofIp).toList();
  }

  private static Route ofIp(String line) {
    List<String> words = TextTable.heads(line);
    if (KINDS.contains(words.getFirst())) {
      words.removeFirst();
    }
    Map<String, String> named = new HashMap<>();
    for (int i = 1; i + 1 < words.size(); i++) {
      named.putIfAbsent(words.get(i), words.get(i + 1));
    }
    String device = named.get("dev");
    String destination = words.getFirst();
    if (device == null || !destination.matches("default|[0-9a-fA-F.:]+(/\\d{1,3})?")) {
      throw new UnreadableOutput("a route with its device", line);
    }
    return new Route(
        destination,
        Optional.empty(),
        Optional.ofNullable(named.get("via")),
        device,
        Optional.ofNullable(named.get("metric")).map(text -> Cells.whole(text, line)),
        Optional.ofNullable(named.get("proto")),
        Optional.ofNullable(named.get("scope")),
        Optional.ofNullable(named.get("src")),
        Optional.empty(),
        words.contains("linkdown") || words.contains("dead"),
        line);
  }
}
