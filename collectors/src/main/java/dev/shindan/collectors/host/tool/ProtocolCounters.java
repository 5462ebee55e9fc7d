package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every counter of the network protocols that grew between two samples.
 *
 * @param seconds between the samples by the host's own clock; absent with one sample
 * @param growing those that grew, the fastest first
 * @param totals since boot, those that are not zero
 */
record ProtocolCounters(
    Optional<Double> seconds,
    Optional<Double> synCookiesPerSecond,
    Optional<Double> synRequestDropsPerSecond,
    Optional<Double> zeroWindowsPerSecond,
    Optional<Double> lostRetransmitsPerSecond,
    Optional<Double> memoryPressuresPerSecond,
    Optional<Double> receiveQueueDropsPerSecond,
    List<Counter> growing,
    Map<String, Long> totals) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /**
   * @param name as the kernel calls it, with the protocol before it
   * @param line of values of that protocol in the second sample
   */
  record Counter(String name, double perSecond, long total, String line) {}

  static Question question() {
    return Question.fixed(
            "protocol_counters",
            "Which counters of the network protocols grow, measured for two seconds.",
            ProtocolCounters.class,
            "snmp",
            Set.of(),
            ProtocolCounters::read,
            Command.of("/usr/bin/cat", "/proc/uptime"),
            Command.of("/usr/bin/cat", "/proc/net/snmp", "/proc/net/netstat"))
        .sampledTwice(BETWEEN);
  }

  private static ProtocolCounters read(Reading reading) {
    if (reading.alone()) {
      return of(Optional.empty(), Map.of(), sample(reading.whole(0)));
    }
    double seconds =
        Cells.seconds(reading.whole(2).getFirst()) - Cells.seconds(reading.whole(0).getFirst());
    if (seconds <= 0) {
      throw new UnreadableOutput("a later second sample", reading.whole(2).getFirst());
    }
    return of(Optional.of(seconds), sample(reading.whole(1)), sample(reading.whole(3)));
  }

  private static ProtocolCounters of(
      Optional<Double> seconds, Map<String, Value> then, Map<String, Value> now) {
    List<Counter> growing = new ArrayList<>();
    Map<String, Long> totals = new LinkedHashMap<>();
    now.forEach(
        (name, value) -> {
          if (value.count() != 0) {
            totals.put(name, value.count());
          }
          Value before = then.get(name);
          if (before != null && value.count() > before.count()) {
            double rate = Cells.rounded((value.count() - before.count()) / seconds.orElseThrow());
            growing.add(new Counter(name, rate, value.count(), value.line()));
          }
        });
    growing.sort(Comparator.comparingDouble(Counter::perSecond).reversed());
    return new ProtocolCounters(
        seconds.map(Cells::rounded),
        rate(growing, seconds, now, "TcpExt.SyncookiesSent"),
        rate(growing, seconds, now, "TcpExt.TCPReqQFullDrop"),
        rate(growing, seconds, now, "TcpExt.TCPToZeroWindowAdv"),
        rate(growing, seconds, now, "TcpExt.TCPLostRetransmit"),
        rate(growing, seconds, now, "TcpExt.TCPMemoryPressures"),
        rate(growing, seconds, now, "TcpExt.TCPRcvQDrop"),
        List.copyOf(growing),
        totals);
  }

  /** Absent with one sample, and where the kernel does not have the counter. */
  private static Optional<Double> rate(
      List<Counter> growing, Optional<Double> seconds, Map<String, Value> now, String name) {
    return seconds.isEmpty() || !now.containsKey(name)
        ? Optional.empty()
        : Optional.of(
            growing.stream()
                .filter(counter -> counter.name().equals(name))
                .mapToDouble(Counter::perSecond)
                .findFirst()
                .orElse(0));
  }

  private record Value(long count, String line) {}

  /** A line of names, then a line of values, each begun by the protocol. */
  private static Map<String, Value> sample(List<String> lines) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (lines.size() % 2 != 0) {
      throw new UnreadableOutput("a line of values for each line of names", lines.getLast());
    }
    for (int i = 0; i < lines.size(); i += 2) {
      String line = lines.get(i + 1);
      String[] names = lines.get(i).split(" ", -1);
      String[] cells = line.split(" ", -1);
      if (names.length < 2
          || names.length != cells.length
          || !names[0].matches("[A-Za-z0-9]+:")
          || !names[0].equals(cells[0])) {
        throw new UnreadableOutput("as many values as names", line);
      }
      String protocol = names[0].replace(":", "");
      for (int j = 1; j < names.length; j++) {
        values.put(protocol + '.' + names[j], new Value(Cells.whole(cells[j], line), line));
      }
    }
    return values;
  }
}
