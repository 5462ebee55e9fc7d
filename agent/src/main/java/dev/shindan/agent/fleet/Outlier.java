package dev.shindan.agent.fleet;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A fact by which a few hosts differ from the rest.
 *
 * @param fact its path in the facts
 * @param usual the median, or the value that most hosts share
 * @param of how many hosts have the fact
 * @param hosts those that differ, the most different first
 */
public record Outlier(String fact, String usual, int of, List<Differing> hosts) {
  private static final int SHOWN_MAX = 5;

  public Outlier {
    hosts = List.copyOf(hosts);
  }

  /** A host with what it has instead. */
  public record Differing(String host, String value) {}

  /** One line: {@code 3 of 1,000 differ in cpuCount (usually 8): a 2, b 2, c 4}. */
  public String sentence() {
    String named =
        hosts.stream()
            .limit(SHOWN_MAX)
            .map(differing -> differing.host() + " " + differing.value())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%,d of %,d %s in %s (usually %s): %s%s",
        hosts.size(),
        of,
        hosts.size() == 1 ? "differs" : "differ",
        fact,
        usual,
        named,
        hosts.size() > SHOWN_MAX
            ? String.format(Locale.ROOT, " and %,d more", hosts.size() - SHOWN_MAX)
            : "");
  }
}
