package dev.shindan.collectors.host;

import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.HostLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The words that put a heavy command behind everything else its host has to do. */
final class Politeness {
  static final String NICE = "/usr/bin/nice";
  static final String IONICE = "/usr/bin/ionice";

  private Politeness() {}

  /**
   * @param there whether the host has a program; asked for heavy commands only
   */
  static List<String> words(Cost cost, HostLimits limits, Predicate<String> there) {
    List<String> words = new ArrayList<>();
    if (cost == Cost.HEAVY && limits.niceness() > 0) {
      if (there.test(NICE)) {
        words.addAll(List.of(NICE, "-n", Integer.toString(limits.niceness())));
      }
      if (there.test(IONICE)) {
        words.addAll(List.of(IONICE, "-c", "3"));
      }
    }
    return List.copyOf(words);
  }
}
