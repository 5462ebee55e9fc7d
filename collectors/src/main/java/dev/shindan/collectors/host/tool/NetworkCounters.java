package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Coverage;
import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the network counters of a host grew by between two samples.
 *
 * @param seconds between the samples, by the host's own clock
 * @param tcpRetransmittedPercent of the segments sent between the samples
 * @param listenOverflowsPerSecond connections dropped because an accept queue was full
 * @param listenOverflowsTotal since boot
 * @param conntrackCount absent where connections are not tracked
 * @param lines the raw line of the second sample by protocol
 */
record NetworkCounters(
    double seconds,
    double tcpSegmentsSentPerSecond,
    double tcpRetransmittedSegmentsPerSecond,
    double tcpRetransmittedPercent,
    double tcpActiveOpensPerSecond,
    double tcpPassiveOpensPerSecond,
    double tcpAttemptFailsPerSecond,
    double tcpEstablishedResetsPerSecond,
    double tcpResetsSentPerSecond,
    double tcpReceiveErrorsPerSecond,
    long tcpEstablished,
    double tcpTimeoutsPerSecond,
    double listenOverflowsPerSecond,
    double listenDropsPerSecond,
    double synCookiesSentPerSecond,
    double udpReceiveErrorsPerSecond,
    double udpNoPortsPerSecond,
    double udpReceiveBufferErrorsPerSecond,
    long listenOverflowsTotal,
    long listenDropsTotal,
    Optional<Long> conntrackCount,
    Optional<Long> conntrackMax,
    Optional<Double> conntrackUsedPercent,
    List<Interface> interfaces,
    Map<String, String> lines) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);

  /** One network interface. */
  record Interface(
      String name,
      double receivedBytesPerSecond,
      double sentBytesPerSecond,
      double receiveErrorsPerSecond,
      double receiveDropsPerSecond,
      double sendErrorsPerSecond,
      double sendDropsPerSecond,
      long receiveErrorsTotal,
      long receiveDropsTotal,
      long sendErrorsTotal,
      long sendDropsTotal,
      String line) {}

  static Question question() {
    return Question.fixed(
            "network_counters",
            "Retransmissions, refused connections, drops and traffic, measured for two seconds.",
            NetworkCounters.class,
            "snmp",
            Set.of(Coverage.ERRORS),
            NetworkCounters::read,
            Command.of(
                "/usr/bin/cat",
                "/proc/uptime",
                "/proc/net/snmp",
                "/proc/net/netstat",
                "/proc/net/dev",
                "/proc/sys/net/netfilter/nf_conntrack_count",
                "/proc/sys/net/netfilter/nf_conntrack_max"))
        .keepingPart()
        .sampledTwice(BETWEEN);
  }

  private static NetworkCounters read(Reading reading) {
    CounterSample first = CounterSample.of(reading.whole(0));
    CounterSample second = CounterSample.of(reading.whole(1));
    Growth growth = new Growth(first, second, second.uptimeSeconds() - first.uptimeSeconds());
    if (growth.seconds <= 0) {
      throw new UnreadableOutput("a later second sample", reading.whole(1).getFirst());
    }
    return new NetworkCounters(
        Cells.rounded(growth.seconds),
        growth.of("Tcp.OutSegs"),
        growth.of("Tcp.RetransSegs"),
        Cells.percent(growth.of("Tcp.RetransSegs"), growth.of("Tcp.OutSegs")),
        growth.of("Tcp.ActiveOpens"),
        growth.of("Tcp.PassiveOpens"),
        growth.of("Tcp.AttemptFails"),
        growth.of("Tcp.EstabResets"),
        growth.of("Tcp.OutRsts"),
        growth.of("Tcp.InErrs"),
        second.counter("Tcp.CurrEstab"),
        growth.of("TcpExt.TCPTimeouts"),
        growth.of("TcpExt.ListenOverflows"),
        growth.of("TcpExt.ListenDrops"),
        growth.of("TcpExt.SyncookiesSent"),
        growth.of("Udp.InErrors"),
        growth.of("Udp.NoPorts"),
        growth.of("Udp.RcvbufErrors"),
        second.counter("TcpExt.ListenOverflows"),
        second.counter("TcpExt.ListenDrops"),
        second.conntrackCount(),
        second.conntrackMax(),
        second
            .conntrackCount()
            .map(
                count ->
                    Cells.percent(count.longValue(), second.conntrackMax().orElse(0L).longValue())),
        growth.interfaces(),
        second.values());
  }

  /** What counters grew by a second. */
  private record Growth(CounterSample first, CounterSample second, double seconds) {
    double of(String name) {
      return perSecond(first.counter(name), second.counter(name));
    }

    List<Interface> interfaces() {
      List<Interface> interfaces = new ArrayList<>();
      second
          .interfaces()
          .forEach(
              (name, now) -> {
                long[] then = first.interfaces().get(name);
                if (then != null) {
                  interfaces.add(between(name, then, now));
                }
              });
      return List.copyOf(interfaces);
    }

    /** The columns of {@code /proc/net/dev}: eight received, then eight sent. */
    private Interface between(String name, long[] then, long[] now) {
      return new Interface(
          name,
          perSecond(then[0], now[0]),
          perSecond(then[8], now[8]),
          perSecond(then[2], now[2]),
          perSecond(then[3], now[3]),
          perSecond(then[10], now[10]),
          perSecond(then[11], now[11]),
          now[2],
          now[3],
          now[10],
          now[11],
          second.interfaceLines().getOrDefault(name, ""));
    }

    /** A counter that fell has been reset: its growth is not known and not negative. */
    private double perSecond(long then, long now) {
      return Cells.rounded(Math.max(0, now - then) / seconds);
    }
  }
}
