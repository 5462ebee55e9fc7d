package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What curl says of one attempt: its measurements, and its complaint when it failed.
 *
 * @param failure number of the failure by curl's manual, with its words
 */
record CurlProbe(Map<String, String> measured, Optional<Failure> failure, String line) {
  private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");
  private static final Pattern COMPLAINT = Pattern.compile("curl: \\((\\d{1,3})\\) (.*)");
  private static final String FORMAT =
      "http_code=%{http_code} time_connect=%{time_connect} time_starttransfer=%{time_starttransfer}"
          + " time_total=%{time_total} size_download=%{size_download} remote_ip=%{remote_ip}\\n";

  record Failure(int code, String words) {
    /** Newer releases do not say more than that they could not connect. */
    boolean refused() {
      return code == 7 && !words.contains("oute") && !words.contains("unreachable");
    }

    boolean timedOut() {
      return code == 28;
    }
  }

  /** Nothing is kept, no proxy, no redirect, no file of settings, at most ten seconds. */
  static Command command(List<String> options, String url) {
    List<String> argv =
        new ArrayList<>(List.of("/usr/bin/curl", "-q", "-sS", "-o", "/dev/null", "--noproxy", "*"));
    argv.addAll(List.of("--connect-timeout", "3", "-w", FORMAT));
    argv.addAll(options);
    argv.add(url);
    return new Command(argv, false);
  }

  /** A numeric address of version 6 stands in brackets. */
  static String authority(String address, String port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  static CurlProbe of(Reading reading) {
    String line = reading.whole(0).getLast();
    Map<String, String> measured = new HashMap<>();
    for (String pair : line.strip().split(" ")) {
      int sign = pair.indexOf('=');
      if (sign < 0 || !NAME.matcher(pair.substring(0, sign)).matches()) {
        throw new UnreadableOutput("measurements of curl", line);
      }
      measured.put(pair.substring(0, sign), pair.substring(sign + 1));
    }
    if (!measured.containsKey("time_total")) {
      throw new UnreadableOutput("measurements of curl", line);
    }
    Optional<Failure> failure =
        reading.section(0).complaints().stream()
            .map(COMPLAINT::matcher)
            .filter(Matcher::matches)
            .map(found -> new Failure(Integer.parseInt(found.group(1)), found.group(2)))
            .findFirst();
    if (failure.isEmpty() && !reading.section(0).complaints().isEmpty()) {
      throw new UnreadableOutput("a complaint of curl", reading.section(0).complaints().getFirst());
    }
    return new CurlProbe(measured, failure, line);
  }

  double millis(String name) {
    return Cells.rounded(Cells.decimal(text(name), line) * 1000);
  }

  String text(String name) {
    String value = measured.get(name);
    if (value == null) {
      throw new UnreadableOutput("a measurement " + name, line);
    }
    return value;
  }
}
