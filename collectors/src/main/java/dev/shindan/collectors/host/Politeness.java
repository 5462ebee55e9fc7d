package dev.shindan.collectors.host;

import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.HostLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that put a heavy command behind everything else its host has to do. */
final class Politeness {
  static final String NICE = "/usr/bin/nice";
  static final String IONICE = "/usr/bin/ionice";

  /** Which of the two a host has. */
  static final Command QUESTION = Command.of("/bin/ls", "-d", NICE, IONICE);

  private Politeness() {}

  /** The programs that the answer to {@link #QUESTION} lists. */
  static Set<String> there(CommandResult.Exited answer) {
    return answer.stdout().text().lines().collect(Collectors.toSet());
  }

  /** Whether the answer says of each program that it is there, or that it is not. */
  static boolean decides(CommandResult.Exited answer) {
    Set<String> there = there(answer);
    return Stream.of(NICE, IONICE)
        .allMatch(
            program ->
                there.contains(program)
                    || answer
                        .stderr()
                        .lines()
                        .anyMatch(
                            line ->
                                line.contains(program)
                                    && line.contains("No such file or directory")));
  }

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
