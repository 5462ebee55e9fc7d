package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.collectors.host.Command;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a port of a peer can be connected to from a host.
 *
 * @param connectMillis absent when it could not
 * @param refused the peer answered that nothing listens
 * @param timedOut nothing answered
 */
record TcpProbe(
    boolean connected,
    boolean refused,
    boolean timedOut,
    Optional<Double> connectMillis,
    Optional<String> failure,
    String line) {

  static Question question() {
    return Question.fixed(
            "tcp_probe",
            "Whether a port of a peer can be connected to from the host.",
            TcpProbe.class,
            "client_probe",
            Set.of(),
            TcpProbe::read,
            Command.of("/usr/bin/curl"))
        .asking(
            List.of(Peers.argument(), port()),
            "/usr/bin/curl -q -sS -o /dev/null --noproxy * --connect-timeout 3 -w FORMAT --max-time"
                + " 4 telnet://PEER:PORT",
            (call, context) ->
                List.of(
                    CurlProbe.command(
                        List.of("--max-time", "4"),
                        "telnet://"
                            + CurlProbe.authority(
                                Peers.of(call), call.arguments().getOrDefault("port", "80")))))
        .keepingPart()
        .sampling();
  }

  static Argument port() {
    return Argument.number("port", "the port", 80, 1, 65535);
  }

  private static TcpProbe read(Reading reading) {
    CurlProbe probe = CurlProbe.of(reading);
    double connect = probe.millis("time_connect");
    boolean connected = connect > 0;
    return new TcpProbe(
        connected,
        probe.failure().map(CurlProbe.Failure::refused).orElse(false),
        !connected && probe.failure().map(CurlProbe.Failure::timedOut).orElse(false),
        connected ? Optional.of(connect) : Optional.empty(),
        connected ? Optional.empty() : probe.failure().map(CurlProbe.Failure::words),
        probe.line());
  }
}
