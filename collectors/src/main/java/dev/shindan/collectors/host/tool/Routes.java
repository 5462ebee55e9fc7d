package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which way packets leave a host.
 *
 * @param defaultCount routes to everywhere
 */
record Routes(int defaultCount, List<Route> routes) {
  /**
   * @param destination {@code default}, or a network with the length of its prefix or beside a mask
   * @param down the interface has no carrier
   * @param flags of the routing table of {@code route}: U up, G gateway, H host, ! reject
   */
  record Route(
      String destination,
      Optional<String> mask,
      Optional<String> gateway,
      String interfaceName,
      Optional<Long> metric,
      Optional<String> protocol,
      Optional<String> scope,
      Optional<String> source,
      Optional<String> flags,
      boolean down,
      String line) {}

  static Question question() {
    return Question.fixed(
        "routes",
        "Which way packets leave the host.",
        Routes.class,
        "config",
        Set.of(),
        Routes::read,
        Command.of("/usr/sbin/ip", "-j", "route"));
  }

  private static Routes read(Reading reading) {
    List<String> lines = reading.whole(0);
    String first = lines.getFirst();
    List<Route> routes =
        first.startsWith("[")
            ? documented(lines)
            : first.startsWith("Kernel IP") ? RouteTable.rows(lines) : RouteTable.ofIp(lines);
    int defaults =
        (int)
            routes.stream()
                .filter(
                    route ->
                        route.destination().equals("default")
                            || route.mask().equals(Optional.of("0.0.0.0"))
                            || route.destination().equals("::/0"))
                .count();
    return new Routes(defaults, List.copyOf(routes));
  }

  private static List<Route> documented(List<String> lines) {
    List<Route> routes = new ArrayList<>();
    JsonNode rows = Cells.json(lines);
    if (!rows.isArray()) {
      throw new UnreadableOutput("a JSON array", lines.getFirst());
    }
    for (JsonNode row : rows) {
      String destination = Cells.text(row, "dst", lines.getFirst());
      String line = Cells.lineWith(lines, "\"dst\":\"" + destination + "\"");
      List<String> flags = new ArrayList<>();
      row.path("flags").forEach(flag -> flags.add(flag.asText()));
      routes.add(
          new Route(
              destination,
              Optional.empty(),
              text(row, "gateway"),
              // a route that rejects has no interface
              text(row, "dev").orElse(""),
              row.path("metric").isIntegralNumber()
                  ? Optional.of(row.path("metric").asLong())
                  : Optional.empty(),
              text(row, "protocol"),
              text(row, "scope"),
              text(row, "prefsrc"),
              Optional.empty(),
              flags.contains("linkdown") || flags.contains("dead"),
              line));
    }
    return routes;
  }

  private static Optional<String> text(JsonNode row, String name) {
    return row.path(name).isTextual() ? Optional.of(row.path(name).asText()) : Optional.empty();
  }
}
