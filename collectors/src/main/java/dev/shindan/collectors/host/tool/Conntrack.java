package dev.shindan.collectors.host.tool;

import dev.shindan.collectors.host.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How full the table of tracked connections is, and what was lost over it since it was set up.
 *
 * @param dropped packets for which there was no room
 * @param earlyDropped connections that were forgotten to make room
 */
record Conntrack(
    long count,
    long max,
    double usedPercent,
    long buckets,
    long establishedTimeoutSeconds,
    long dropped,
    long earlyDropped,
    long insertFailed,
    List<String> lines) {
  private static final Pattern PAIR = Pattern.compile("([a-z_]+)=(\\d{1,19})");

  static Question question() {
    return Question.fixed(
        "conntrack",
        "How full the table of tracked connections is, and what was lost over it.",
        Conntrack.class,
        "conntrack",
        Set.of(),
        Conntrack::read,
        Command.of(
            "/usr/bin/cat",
            "/proc/sys/net/netfilter/nf_conntrack_count",
            "/proc/sys/net/netfilter/nf_conntrack_max",
            "/proc/sys/net/netfilter/nf_conntrack_buckets",
            "/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established"),
        Command.privileged("/usr/sbin/conntrack", "-S"));
  }

  private static Conntrack read(Reading reading) {
    List<String> numbers = reading.whole(0);
    if (numbers.size() != 4) {
      throw new UnreadableOutput("count, max, buckets and timeout", numbers.getLast());
    }
    long count = Cells.whole(numbers.get(0), numbers.get(0));
    long max = Cells.whole(numbers.get(1), numbers.get(1));
    List<String> lines = reading.whole(1);
    Map<String, Long> sums = new HashMap<>();
    for (String line : lines) {
      Matcher pair = PAIR.matcher(line);
      if (!line.startsWith("cpu=") || !line.contains(" drop=")) {
        throw new UnreadableOutput("counters of a processor", line);
      }
      while (pair.find()) {
        sums.merge(pair.group(1), Cells.whole(pair.group(2), line), Long::sum);
      }
    }
    return new Conntrack(
        count,
        max,
        Cells.percent(count, max),
        Cells.whole(numbers.get(2), numbers.get(2)),
        Cells.whole(numbers.get(3), numbers.get(3)),
        sums.getOrDefault("drop", 0L),
        sums.getOrDefault("early_drop", 0L),
        sums.getOrDefault("insert_failed", 0L),
        lines);
  }
}
