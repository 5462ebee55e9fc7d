package dev.shindan.collectors.host.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.shindan.collectors.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went over each network interface between two samples, and what was lost there.
 *
 * @param seconds between the samples by the host's own clock
 * @param maxUtilisedPercent of the busiest link whose speed is known
 */
record LinkStatistics(double seconds, Optional<Double> maxUtilisedPercent, List<Link> links) {
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final Pattern SPEED =
      Pattern.compile("/sys/devices/.*/net/([^/]+)/(?:speed:(-?\\d{1,10})|operstate:[a-z]+)");

  /**
   * @param receiveDroppedPerSecond also packets of protocols that nobody asked for
   * @param receiveMissedPerSecond the card had no room for them
   * @param receiveErrorsPerSecond damaged on the way
   * @param checksumErrors damaged on the way, since boot
   * @param carrierChanges how often the cable came and went, since boot
   */
  record Link(
      String name,
      double receivedBytesPerSecond,
      double sentBytesPerSecond,
      double receiveErrorsPerSecond,
      double receiveDroppedPerSecond,
      double receiveMissedPerSecond,
      double sendErrorsPerSecond,
      double sendDroppedPerSecond,
      double carrierErrorsPerSecond,
      long checksumErrors,
      long carrierChanges,
      Optional<Long> megabitsPerSecond,
      Optional<Double> utilisedPercent,
      String line) {}

  static Question question() {
    return Question.fixed(
            "link_statistics",
            "What goes over each network interface and is lost there, measured for two seconds.",
            LinkStatistics.class,
            "link",
            Set.of(),
            LinkStatistics::read,
            Command.of("/usr/bin/cat", "/proc/uptime"),
            Command.of("/usr/sbin/ip", "-j", "-s", "-s", "link"),
            Command.of(
                "/usr/bin/find",
                "/sys/devices",
                "-regextype",
                "posix-extended",
                "-regex",
                ".*/net/[^/]+/(speed|operstate)",
                "-exec",
                "/usr/bin/grep",
                "-Hs",
                "",
                "{}",
                "+"))
        .keepingPart()
        .sampledTwice(BETWEEN);
  }

  private static LinkStatistics read(Reading reading) {
    double seconds =
        Cells.seconds(reading.whole(3).getFirst()) - Cells.seconds(reading.whole(0).getFirst());
    if (seconds <= 0) {
      throw new UnreadableOutput("a later second sample", reading.whole(3).getFirst());
    }
    Map<String, JsonNode> first = byName(reading.whole(1));
    Map<String, Long> speeds = speeds(reading.section(5).lines());
    List<String> lines = reading.whole(4);
    List<Link> links = new ArrayList<>();
    byName(lines)
        .forEach(
            (name, now) -> {
              JsonNode then = first.get(name);
              if (then != null) {
                String line = Cells.lineWith(lines, "\"ifname\":\"" + name + "\"");
                links.add(link(then, now, seconds, Optional.ofNullable(speeds.get(name)), line));
              }
            });
    return new LinkStatistics(
        Cells.rounded(seconds),
        links.stream().flatMap(link -> link.utilisedPercent().stream()).max(Double::compare),
        List.copyOf(links));
  }

  private static Map<String, JsonNode> byName(List<String> lines) {
    JsonNode rows = Cells.json(lines);
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    if (!rows.isArray()) {
      throw new UnreadableOutput("a JSON array", lines.getFirst());
    }
    rows.forEach(row -> byName.put(Cells.text(row, "ifname", lines.getFirst()), row));
    return byName;
  }

  private static Map<String, Long> speeds(List<String> lines) {
    Map<String, Long> speeds = new HashMap<>();
    for (String line : lines) {
      Matcher speed = SPEED.matcher(line);
      if (!speed.matches()) {
        throw new UnreadableOutput("the speed of an interface", line);
      }
      long megabits = speed.group(2) == null ? 0 : Cells.whole(speed.group(2), line);
      if (megabits > 0) {
        speeds.put(speed.group(1), megabits);
      }
    }
    return speeds;
  }

  private static Link link(
      JsonNode then, JsonNode now, double seconds, Optional<Long> speed, String line) {
    Growth growth = new Growth(then.path("stats64"), now.path("stats64"), seconds, line);
    double received = growth.of("rx", "bytes");
    double sent = growth.of("tx", "bytes");
    return new Link(
        now.path("ifname").asText(),
        received,
        sent,
        growth.of("rx", "errors"),
        growth.of("rx", "dropped"),
        growth.of("rx", "missed_errors"),
        growth.of("tx", "errors"),
        growth.of("tx", "dropped"),
        growth.of("tx", "carrier_errors"),
        growth.total("rx", "crc_errors"),
        growth.total("tx", "carrier_changes"),
        speed,
        // full duplex: the busier direction counts
        speed.map(megabits -> Cells.percent(Math.max(received, sent) * 8, megabits * 1e6)),
        line);
  }

  /** What counters of one interface grew by. */
  private record Growth(JsonNode then, JsonNode now, double seconds, String line) {
    double of(String direction, String name) {
      long growth = count(now, direction, name) - count(then, direction, name);
      return Cells.rounded(Math.max(0, growth) / seconds);
    }

    long total(String direction, String name) {
      return count(now, direction, name);
    }

    private long count(JsonNode statistics, String direction, String name) {
      return (long) Cells.decimal(statistics.path(direction), name, line);
    }
  }
}
