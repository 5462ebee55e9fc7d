package dev.shindan.collectors.host.tool;

import dev.shindan.agent.fleet.FactsInBrief;
import java.util.List;

/**
 * What the login routine showed.
 *
 * @param steps in the order of the routine
 * @param notSeen the steps that gave no facts, each with why
 */
record FirstLookFacts(List<Step> steps, List<String> notSeen) {
  FirstLookFacts {
    steps = List.copyOf(steps);
    notSeen = List.copyOf(notSeen);
  }

  /**
   * One step.
   *
   * @param tool which reads more of the same when it is asked alone
   * @param reason why it is looked at
   * @param outcome {@code observed}, {@code empty}, {@code denied} or the kind of failure
   * @param detail why there are no facts; blank when there are
   * @param rawFromLine where its output begins in the raw output of this answer, from 1
   * @param rawLines how many lines of it there are
   * @param line its heading in the raw output
   */
  record Step(
      int number,
      String tool,
      String reason,
      String outcome,
      String detail,
      int rawFromLine,
      int rawLines,
      FactsInBrief facts,
      String line) {}
}
