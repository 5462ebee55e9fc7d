package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a peer answers echo requests, and how fast.
 *
 * @param destination as it was asked for; some releases leave it out
 * @param dataBytes of each request
 * @param responses what came back, request by request
 */
record Ping(
    Optional<String> destination,
    String address,
    int dataBytes,
    int sent,
    int received,
    double lostPercent,
    int duplicates,
    Optional<Double> minMillis,
    Optional<Double> meanMillis,
    Optional<Double> maxMillis,
    Optional<Double> deviationMillis,
    List<Response> responses,
    String line) {
  private static final int RESPONSES_MAX = 100;
  private static final Pattern HEAD =
      Pattern.compile(
          "PING6? (\\S{0,255}?) ?\\(?([0-9a-fA-F.:]{1,45})(?:%\\S{1,32})?\\)?:?(?: \\S{1,80} -->"
              + " \\S{1,80})?(?: from \\S{1,80}(?: \\S{1,32})?:)? (\\d{1,6})(?:\\(\\d+\\))? (?:data"
              + " )?bytes.*");
  private static final Pattern HEAD_NAMED =
      Pattern.compile(
          "PING6? (\\S{0,255}?) ?\\(([^()]{1,255}) ?\\(([0-9a-fA-F.:]{1,45})\\)\\) (\\d{1,6}) data"
              + " bytes");
  private static final Pattern REPLY =
      Pattern.compile(
          "(?:\\[[0-9.]+\\] )?\\d+ bytes from (?:\\S+ \\()?([0-9a-fA-F.:]+)(?:%\\S+?)?\\)?[:,]"
              + " (?:icmp_)?seq=(\\d+) (?:ttl|hlim)=(\\d+)(?: time=([0-9.]+) ms)?"
              + "( \\(DUP!\\))?(?:: .*)?");
  private static final Pattern COUNTS =
      Pattern.compile(
          "(\\d+) packets transmitted, (\\d+) (?:packets )?received,"
              + "(?: \\+(\\d+) (?:duplicates|corrupted|errors),){0,3}"
              + " ([0-9.]+)% packet loss(?:, time \\d+ ?ms)?");
  private static final Pattern TIMES =
      Pattern.compile(
          "(?:rtt|round-trip) min/avg/max(?:/(?:mdev|stddev|std-dev))?"
              + " = ([0-9.]+)/([0-9.]+)/([0-9.]+)(?:/([0-9.]+))? ms.*");
  private static final Pattern DUPLICATES = Pattern.compile("\\+(\\d+) duplicates");

  /**
   * One answer.
   *
   * @param duplicate whether the request had been answered before
   */
  record Response(
      String from,
      int sequence,
      int timeToLive,
      Optional<Double> millis,
      boolean duplicate,
      String line) {}

  static Question question() {
    return Question.fixed(
            "ping",
            "Whether a peer answers echo requests from this host, and how fast.",
            Ping.class,
            "client_probe",
            Set.of(),
            Ping::read,
            Command.of("/usr/bin/ping"))
        .asking(
            List.of(
                Peers.argument(),
                Argument.oneOf(
                    "payload",
                    "bytes of each request, which must not be fragmented",
                    "56",
                    "56",
                    "1200",
                    "1472")),
            "/usr/bin/ping -n -c 3 -i 0.2 -W 2 -M do -s PAYLOAD PEER",
            Ping::commands)
        .sampling()
        .keepingPart();
  }

  private static List<Command> commands(ToolCall call, CallContext context) {
    return List.of(
        Command.of(
            "/usr/bin/ping",
            "-n",
            "-c",
            "3",
            "-i",
            "0.2",
            "-W",
            "2",
            "-M",
            "do",
            "-s",
            call.arguments().getOrDefault("payload", "56"),
            Peers.of(call)));
  }

  private static Ping read(Reading reading) {
    List<String> lines = reading.whole(0);
    Head head = head(lines);
    List<Response> responses = new ArrayList<>();
    Matcher counts = null;
    Optional<Matcher> times = Optional.empty();
    for (String line : lines) {
      Matcher reply = REPLY.matcher(line);
      Matcher count = COUNTS.matcher(line);
      Matcher time = TIMES.matcher(line);
      if (count.matches()) {
        counts = count;
      } else if (time.matches()) {
        times = Optional.of(time);
      } else if (reply.matches()) {
        responses.add(response(reply, line));
      }
    }
    if (counts == null) {
      throw new UnreadableOutput("the number of packets transmitted", lines.getLast());
    }
    return of(head, responses, counts, times);
  }

  private static Ping of(
      Head head, List<Response> responses, Matcher counts, Optional<Matcher> times) {
    String line = counts.group();
    Matcher duplicates = DUPLICATES.matcher(line);
    int sent = Cells.small(counts.group(1), line);
    int received = Cells.small(counts.group(2), line);
    if (received > sent) {
      throw new UnreadableOutput("no more answers than requests", line);
    }
    return new Ping(
        head.destination(),
        head.address(),
        head.bytes(),
        sent,
        received,
        Cells.decimal(counts.group(4), line),
        duplicates.find() ? Cells.small(duplicates.group(1), line) : 0,
        times.map(found -> Cells.decimal(found.group(1), found.group())),
        times.map(found -> Cells.decimal(found.group(2), found.group())),
        times.map(found -> Cells.decimal(found.group(3), found.group())),
        times
            .filter(found -> found.group(4) != null)
            .map(found -> Cells.decimal(found.group(4), found.group())),
        List.copyOf(responses.subList(0, Math.min(RESPONSES_MAX, responses.size()))),
        line);
  }

  private record Head(Optional<String> destination, String address, int bytes) {}

  private static Head head(List<String> lines) {
    for (String line : lines) {
      Matcher named = HEAD_NAMED.matcher(line);
      if (named.matches()) {
        return new Head(named(named.group(1)), named.group(3), Cells.small(named.group(4), line));
      }
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        return new Head(named(head.group(1)), head.group(2), Cells.small(head.group(3), line));
      }
    }
    throw new UnreadableOutput("a line PING", lines.getFirst());
  }

  private static Optional<String> named(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Response response(Matcher reply, String line) {
    return new Response(
        reply.group(1),
        Cells.small(reply.group(2), line),
        Cells.small(reply.group(3), line),
        Optional.ofNullable(reply.group(4)).map(text -> Cells.decimal(text, line)),
        reply.group(5) != null,
        line);
  }
}
