package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.collectors.host.Command;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which certificate a peer shows to a host, and until when it is valid.
 *
 * @param verified whether the host trusts it for whatever name it bears
 * @param daysLeft until it expires, from the time of asking; negative when it has
 * @param failure why there was no encrypted connection
 */
record TlsProbe(
    boolean connected,
    Optional<String> protocol,
    Optional<String> subject,
    Optional<String> issuer,
    Optional<Instant> validFrom,
    Optional<Instant> validUntil,
    Optional<Double> daysLeft,
    Optional<Boolean> notYetValid,
    Optional<Boolean> verified,
    Optional<String> failure,
    List<String> lines) {
  private static final Pattern PROTOCOL = Pattern.compile("\\* SSL connection using (\\S+) / .*");
  private static final Pattern SUBJECT = Pattern.compile("\\* {1,2}subject: (.*)");
  private static final Pattern ISSUER = Pattern.compile("\\* {1,2}issuer: (.*)");
  private static final Pattern FROM = Pattern.compile("\\* {1,2}start date: (.*) GMT");
  private static final Pattern UNTIL = Pattern.compile("\\* {1,2}expire date: (.*) GMT");
  private static final Pattern VERIFIED =
      Pattern.compile("\\* {1,2}SSL certificate verif(?:y ok|y result: (.*))\\.?");
  private static final Pattern FAILURE = Pattern.compile("curl: \\(\\d{1,3}\\) (.*)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ROOT);

  static Question question() {
    return Question.fixed(
            "tls_probe",
            "Which certificate a peer shows to the host, and until when it is valid.",
            TlsProbe.class,
            "client_probe",
            Set.of(),
            TlsProbe::read,
            Command.of("/usr/bin/curl"))
        .asking(
            List.of(Peers.argument(), Argument.number("port", "the port", 443, 1, 65535)),
            "/usr/bin/curl -q -sSkvI --stderr - -o /dev/null --noproxy * --connect-timeout 3"
                + " --max-time 10 https://PEER:PORT/",
            (call, context) ->
                List.of(
                    Command.of(
                        "/usr/bin/curl",
                        "-q",
                        "-sSkvI",
                        "--stderr",
                        "-",
                        "-o",
                        "/dev/null",
                        "--noproxy",
                        "*",
                        "--connect-timeout",
                        "3",
                        "--max-time",
                        "10",
                        "https://"
                            + CurlProbe.authority(
                                Peers.of(call), call.arguments().getOrDefault("port", "443"))
                            + "/")))
        .keepingPart()
        .sampling();
  }

  private static TlsProbe read(Reading reading) {
    List<String> lines = reading.whole(0);
    if (lines.stream().noneMatch(line -> line.startsWith("* ") || line.startsWith("curl: ("))) {
      throw new UnreadableOutput("the account of curl -v", lines.getFirst());
    }
    Optional<String> protocol = found(PROTOCOL, lines);
    Optional<String> failure = found(FAILURE, lines);
    if (protocol.isEmpty() && failure.isEmpty()) {
      throw new UnreadableOutput("a connection or why there is none", lines.getLast());
    }
    Optional<Instant> from = found(FROM, lines).map(TlsProbe::time);
    Optional<Instant> until = found(UNTIL, lines).map(TlsProbe::time);
    Instant now = reading.context().now();
    return new TlsProbe(
        protocol.isPresent(),
        protocol,
        found(SUBJECT, lines),
        found(ISSUER, lines),
        from,
        until,
        until.map(end -> Cells.rounded(Duration.between(now, end).toSeconds() / 86_400.0)),
        from.map(begin -> begin.isAfter(now)),
        lines.stream()
            .map(VERIFIED::matcher)
            .filter(Matcher::matches)
            .map(verdict -> verdict.group(1) == null)
            .findFirst(),
        protocol.isPresent() ? Optional.empty() : failure,
        lines.stream()
            .filter(line -> line.matches("\\* {1,2}(subject|issuer|start date|expire date|SSL).*"))
            .toList());
  }

  private static Optional<String> found(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst();
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text.replaceAll(" +", " "), TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw new UnreadableOutput("a date of a certificate", text);
    }
  }
}
