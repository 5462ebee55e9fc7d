package dev.shindan.agent.tool;

import java.util.List;

/**
 * Lines of a stored raw output that hold given words.
 *
 * @param linesTotal lines of the stored output
 * @param linesMatching of the range asked for, those that hold the words
 * @param lines the first of them
 * @param cut whether the stored output lacks its middle
 */
public record SearchOutputFacts(
    long entry, int linesTotal, int linesMatching, List<Row> lines, boolean cut) {
  public SearchOutputFacts {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param number counted from 1
   * @param line as it stands there, cut
   */
  public record Row(int number, String line) {}
}
