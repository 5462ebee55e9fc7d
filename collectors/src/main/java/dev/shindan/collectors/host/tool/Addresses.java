package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.agent.model.Json;
import dev.shindan.collectors.host.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The network interfaces of a host and their addresses. */
record Addresses(List<Interface> interfaces) {
  /**
   * @param state by the driver: {@code UP}, {@code DOWN} or {@code UNKNOWN} (loopback, tunnels)
   * @param up whether it is switched on and has a carrier
   * @param addresses with the length of the prefix
   * @param line its piece of the JSON
   */
  record Interface(
      String name,
      String state,
      boolean up,
      int mtu,
      List<String> flags,
      List<String> addresses,
      String line) {}

  static Question question() {
    return Question.fixed(
        "addresses",
        "Which addresses the host has on which interfaces, and whether these are up.",
        Addresses.class,
        "config",
        Set.of(),
        Addresses::read,
        Command.of("/usr/sbin/ip", "-j", "addr"));
  }

  private static Addresses read(Reading reading) {
    List<String> lines = reading.whole(0);
    String text = String.join("\n", lines);
    List<Interface> interfaces = new ArrayList<>();
    try (JsonParser parser = Json.MAPPER.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new UnreadableOutput("a JSON array", lines.getFirst());
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonNode row = parser.readValueAsTree();
        int end = (int) parser.currentLocation().getCharOffset();
        interfaces.add(of(row, text.substring(start, Math.min(end, text.length()))));
      }
      if (parser.currentToken() != JsonToken.END_ARRAY) {
        throw new UnreadableOutput("the end of the JSON array", lines.getLast());
      }
    } catch (IOException _) {
      throw new UnreadableOutput("JSON", lines.getFirst());
    }
    return new Addresses(List.copyOf(interfaces));
  }

  private static Interface of(JsonNode row, String line) {
    List<String> flags = new ArrayList<>();
    row.path("flags").forEach(flag -> flags.add(flag.asText()));
    List<String> addresses = new ArrayList<>();
    row.path("addr_info")
        .forEach(
            address ->
                addresses.add(
                    Cells.text(address, "local", line) + '/' + address.path("prefixlen").asInt()));
    return new Interface(
        Cells.text(row, "ifname", line),
        Cells.text(row, "operstate", line),
        flags.contains("UP") && flags.contains("LOWER_UP"),
        (int) Cells.decimal(row, "mtu", line),
        List.copyOf(flags),
        List.copyOf(addresses),
        line);
  }
}
