package dev.shindan.web;

import dev.shindan.agent.model.Citation;
import dev.shindan.agent.trail.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One entry of a trail as a line to read.
 *
 * @param since time from the opening, for example {@code +3.2 s}
 * @param word what happened, in one word
 * @param tone a class of the style sheet
 * @param lines what belongs under the sentence
 */
record TrailRow(
    long number,
    Instant at,
    String since,
    String word,
    String tone,
    String text,
    List<Citation> citations,
    List<Line> lines) {

  /** A line under the sentence. */
  record Line(String tone, String text, List<Citation> citations) {
    static Line quiet(String text) {
      return new Line("quiet", text, List.of());
    }
  }

  static TrailRow of(Entry entry, Instant start) {
    RowText said = RowText.of(entry.event());
    return new TrailRow(
        entry.number(),
        entry.at(),
        "+" + Words.span(Duration.between(start, entry.at())),
        said.word(),
        said.tone(),
        said.text(),
        said.citations(),
        said.lines());
  }
}
