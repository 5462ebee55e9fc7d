package dev.shindan.collectors.host.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The network counters of the kernel at one moment.
 *
 * @param counters by protocol and name, {@code Tcp.RetransSegs}
 * @param values the line of values by protocol
 * @param interfaces the sixteen numbers of {@code /proc/net/dev} by interface
 * @param interfaceLines the raw line by interface
 */
record CounterSample(
    double uptimeSeconds,
    Map<String, Long> counters,
    Map<String, String> values,
    Map<String, long[]> interfaces,
    Map<String, String> interfaceLines,
    Optional<Long> conntrackCount,
    Optional<Long> conntrackMax) {
  private static final int INTERFACE_NUMBERS = 16;

  static CounterSample of(List<String> lines) {
    double uptime = Cells.decimal(Cells.split(lines.getFirst(), 2)[0], lines.getFirst());
    Map<String, Long> counters = new HashMap<>();
    Map<String, String> values = new TreeMap<>();
    Map<String, long[]> interfaces = new LinkedHashMap<>();
    Map<String, String> interfaceLines = new LinkedHashMap<>();
    List<Long> bare = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.contains("|")) {
        continue;
      }
      int colon = line.lastIndexOf(": ");
      if (colon < 0) {
        bare.add(Cells.whole(line.strip(), line));
      } else if (line.startsWith(" ") || isInterface(line)) {
        String name = line.substring(0, line.indexOf(':')).strip();
        interfaces.put(name, numbers(line));
        interfaceLines.put(name, line);
      } else {
        if (i + 1 == lines.size()) {
          throw new UnreadableOutput("values after the names", line);
        }
        i++;
        pair(line, lines.get(i), counters, values);
      }
    }
    if (interfaces.isEmpty() || !counters.containsKey("Tcp.RetransSegs")) {
      throw new UnreadableOutput("/proc/net/snmp and /proc/net/dev", lines.getLast());
    }
    boolean tracked = bare.size() == 2;
    return new CounterSample(
        uptime,
        counters,
        values,
        interfaces,
        interfaceLines,
        tracked ? Optional.of(bare.getFirst()) : Optional.empty(),
        tracked ? Optional.of(bare.getLast()) : Optional.empty());
  }

  long counter(String name) {
    Long value = counters.get(name);
    if (value == null) {
      throw new UnreadableOutput("a counter " + name, "none");
    }
    return value;
  }

  /** A heading of names never has a number in the second place. */
  private static boolean isInterface(String line) {
    return line.matches("\\S+:\\s+\\d.*");
  }

  private static long[] numbers(String line) {
    String[] cells = Cells.split(line.substring(line.indexOf(':') + 1), INTERFACE_NUMBERS);
    long[] numbers = new long[INTERFACE_NUMBERS];
    for (int i = 0; i < INTERFACE_NUMBERS; i++) {
      numbers[i] = Cells.whole(cells[i], line);
    }
    return numbers;
  }

  private static void pair(
      String names, String numbers, Map<String, Long> counters, Map<String, String> values) {
    String[] heads = names.split(" ", -1);
    String[] cells = numbers.split(" ", -1);
    if (heads.length < 2 || heads.length != cells.length || !heads[0].equals(cells[0])) {
      throw new UnreadableOutput("as many values as names", numbers);
    }
    String protocol = heads[0].replace(":", "");
    values.put(protocol, numbers);
    for (int i = 1; i < heads.length; i++) {
      counters.put(protocol + '.' + heads[i], Cells.whole(cells[i], numbers));
    }
  }
}
