package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a web server of a peer answers to a host.
 *
 * @param status of the answer; absent when there was none
 * @param firstByteMillis from the beginning; what is over the time to connect is the server's own
 */
record HttpProbe(
    Optional<Integer> status,
    boolean serverError,
    boolean connected,
    boolean timedOut,
    Optional<Double> connectMillis,
    Optional<Double> firstByteMillis,
    double totalMillis,
    long bodyBytes,
    Optional<String> failure,
    String line) {
  /** Those that are asked for by probes anyway: a GET of another path may well do something. */
  private static final String[] PATHS = {
    "/", "/health", "/healthz", "/livez", "/metrics", "/ready", "/readyz", "/status"
  };

  static Question question() {
    return Question.fixed(
            "http_probe",
            "What a web server of a peer answers to the host, and how fast.",
            HttpProbe.class,
            "client_probe",
            Set.of(),
            HttpProbe::read,
            Command.of("/usr/bin/curl"))
        .asking(
            List.of(
                Peers.argument(),
                TcpProbe.port(),
                Argument.oneOf("scheme", "plain or encrypted", "http", "http", "https"),
                Argument.oneOf("path", "what to ask for", "/", PATHS)),
            "/usr/bin/curl -q -sS -o /dev/null --noproxy * --connect-timeout 3 -w FORMAT --max-time"
                + " 10 -k SCHEME://PEER:PORT/PATH",
            HttpProbe::commands)
        .keepingPart()
        .sampling();
  }

  private static List<Command> commands(ToolCall call, CallContext context) {
    Map<String, String> arguments = call.arguments();
    return List.of(
        CurlProbe.command(
            List.of("--max-time", "10", "-k"),
            arguments.getOrDefault("scheme", "http")
                + "://"
                + CurlProbe.authority(Peers.of(call), arguments.getOrDefault("port", "80"))
                + arguments.getOrDefault("path", "/")));
  }

  private static HttpProbe read(Reading reading) {
    CurlProbe probe = CurlProbe.of(reading);
    int status = Cells.small(probe.text("http_code"), probe.line());
    double connect = probe.millis("time_connect");
    double first = probe.millis("time_starttransfer");
    return new HttpProbe(
        status == 0 ? Optional.empty() : Optional.of(status),
        status >= 500,
        connect > 0,
        probe.failure().map(CurlProbe.Failure::timedOut).orElse(false),
        connect > 0 ? Optional.of(connect) : Optional.empty(),
        first > 0 ? Optional.of(first) : Optional.empty(),
        probe.millis("time_total"),
        (long) Cells.decimal(probe.text("size_download"), probe.line()),
        probe.failure().map(CurlProbe.Failure::words),
        probe.line());
  }
}
