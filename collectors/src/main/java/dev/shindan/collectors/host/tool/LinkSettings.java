package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.Argument;
import dev.shindan.collectors.host.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a network card has agreed with the other end of its cable, and what its driver counted.
 *
 * @param megabitsPerSecond absent where the driver does not know, as on virtual machines
 * @param dropCounters the driver's counters of loss that are not zero, since boot
 */
record LinkSettings(
    String interfaceName,
    Optional<Long> megabitsPerSecond,
    Optional<String> duplex,
    Optional<String> port,
    Optional<Boolean> linkDetected,
    List<Counter> dropCounters,
    List<String> lines) {
  private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_.@-]{0,14}";
  private static final Pattern HEAD = Pattern.compile("Settings for (" + NAME + "):");
  private static final Pattern FIELD = Pattern.compile("\\t([A-Z][A-Za-z0-9 -]*): ?(.*)");
  private static final Pattern SPEED = Pattern.compile("(\\d{1,9})Mb/s");
  private static final Pattern COUNTER = Pattern.compile("\\s+([^:]{1,64}): (\\d{1,20})");
  private static final Pattern LOSS =
      Pattern.compile("(drop|miss|fifo|no_buf|discard|err|crc|overrun|timeout)");

  /** One counter of the driver. */
  record Counter(String name, long count, String line) {}

  static Question question() {
    return Question.fixed(
            "link_settings",
            "Which speed a network card has agreed on, and what its driver lost.",
            LinkSettings.class,
            "link",
            Set.of(),
            LinkSettings::read,
            Command.of("/usr/sbin/ethtool"))
        .asking(
            List.of(
                new Argument(
                    "interface",
                    "name of the interface",
                    Pattern.compile(NAME),
                    List.of(),
                    1,
                    0,
                    Optional.of("eth0"),
                    false)),
            "/usr/sbin/ethtool INTERFACE\n/usr/sbin/ethtool -S INTERFACE",
            (call, context) -> {
              String name = call.arguments().getOrDefault("interface", "eth0");
              return List.of(
                  Command.of("/usr/sbin/ethtool", name),
                  Command.of("/usr/sbin/ethtool", "-S", name));
            })
        .keepingPart()
        .doingItsBest();
  }

  private static LinkSettings read(Reading reading) {
    List<String> lines = reading.whole(0);
    Matcher head = HEAD.matcher(lines.getFirst());
    if (!head.matches()) {
      throw new UnreadableOutput("Settings for an interface", lines.getFirst());
    }
    Map<String, String> fields = new HashMap<>();
    List<String> read = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        fields.put(field.group(1), field.group(2).strip());
        read.add(line);
      } else if (!line.startsWith("\t")) {
        throw new UnreadableOutput("an indented line", line);
      }
    }
    if (!fields.containsKey("Link detected")) {
      throw new UnreadableOutput("Link detected", lines.getLast());
    }
    List<String> counted = reading.alone() ? List.of() : reading.section(1).lines();
    return new LinkSettings(
        head.group(1),
        speed(fields.getOrDefault("Speed", "Unknown!")),
        known(fields, "Duplex"),
        known(fields, "Port"),
        known(fields, "Link detected").map(text -> text.equals("yes")),
        counters(counted),
        List.copyOf(read));
  }

  private static Optional<Long> speed(String text) {
    Matcher speed = SPEED.matcher(text);
    if (!speed.matches() && !text.startsWith("Unknown")) {
      throw new UnreadableOutput("a speed in Mb/s", text);
    }
    return speed.matches() ? Optional.of(Cells.whole(speed.group(1), text)) : Optional.empty();
  }

  private static Optional<String> known(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).filter(text -> !text.startsWith("Unknown"));
  }

  private static List<Counter> counters(List<String> lines) {
    List<Counter> counters = new ArrayList<>();
    for (String line : lines) {
      Matcher counter = COUNTER.matcher(line);
      if (counter.matches()) {
        long count = Cells.whole(counter.group(2), line);
        if (count > 0 && LOSS.matcher(counter.group(1)).find()) {
          counters.add(new Counter(counter.group(1).strip(), count, line));
        }
      } else if (!line.equals("NIC statistics:")) {
        throw new UnreadableOutput("a counter", line);
      }
    }
    return List.copyOf(counters);
  }
}
