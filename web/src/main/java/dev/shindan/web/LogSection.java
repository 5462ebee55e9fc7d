package dev.shindan.web;

import dev.shindan.agent.tool.telemetry.LogChangesFacts;
import dev.shindan.agent.tool.telemetry.LogChangesTool;
import dev.shindan.agent.trail.CaseFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log templates that differ before and since the onset, target by target. */
record LogSection(List<OfTarget> targets, List<SignalAnswer> answers) {
  /** Templates of each kind. */
  private static final int ROWS_MAX = 12;

  private static final int TARGETS_MAX = 6;

  LogSection {
    targets = List.copyOf(targets);
    answers = List.copyOf(answers);
  }

  /**
   * @param open whether the table is to be seen at once
   * @param notes what the comparison leaves out
   */
  record OfTarget(
      long call, String target, String summary, boolean open, List<Row> rows, List<String> notes) {
    OfTarget {
      rows = List.copyOf(rows);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A template.
   *
   * @param change new, vanished, more or less
   * @param beforeShare length of the bar, 0 to 100, of the larger rate of both
   * @param line a line of the template as it stands in the output
   */
  record Row(
      String change,
      String tone,
      String template,
      String level,
      String before,
      String since,
      long beforeShare,
      long sinceShare,
      String when,
      String line) {}

  static LogSection of(CaseFile file, WebPorts ports) {
    SignalOutputs outputs = SignalOutputs.of(file, ports, LogChangesTool.NAME);
    List<SignalAnswer> answers = new ArrayList<>(outputs.silent());
    List<OfTarget> targets = new ArrayList<>();
    for (SignalOutputs.Output output : outputs.read()) {
      Optional<LogChangesFacts> facts = LogChangesTool.rows(output.raw(), ROWS_MAX);
      if (facts.isEmpty()) {
        answers.add(answer(output, "the recorded lines cannot be read"));
      } else if (targets.size() >= TARGETS_MAX) {
        answers.add(
            answer(output, "not shown: tables of %s targets at most".formatted(TARGETS_MAX)));
      } else {
        targets.add(ofTarget(output, facts.get(), targets.isEmpty()));
      }
    }
    if (targets.isEmpty() && answers.isEmpty()) {
      answers.add(
          SignalAnswer.without(
              "No logs were compared: "
                  + LogChangesTool.NAME
                  + " was not called. It is offered for targets whose logs a configured store"
                  + " holds."));
    }
    return new LogSection(targets, answers);
  }

  private static SignalAnswer answer(SignalOutputs.Output output, String why) {
    return SignalAnswer.of(output.call().number(), output.target() + ": " + why);
  }

  private static OfTarget ofTarget(
      SignalOutputs.Output output, LogChangesFacts facts, boolean open) {
    List<Row> rows = new ArrayList<>();
    facts.fresh().forEach(row -> rows.add(row("new", "fresh", row)));
    facts.shifted().stream()
        .filter(row -> row.perMinute() > row.perMinuteBefore())
        .forEach(row -> rows.add(row("more", "more", row)));
    facts.vanished().forEach(row -> rows.add(row("vanished", "vanished", row)));
    facts.shifted().stream()
        .filter(row -> row.perMinute() <= row.perMinuteBefore())
        .forEach(row -> rows.add(row("less", "less", row)));
    int left = facts.freshCount() + facts.vanishedCount() + facts.shiftedCount() - rows.size();
    List<String> notes = new ArrayList<>(facts.notes());
    if (left > 0) {
      notes.add("%s more templates are in the output".formatted(left));
    }
    if (!facts.complete()) {
      notes.add("not all lines were compared");
    }
    return new OfTarget(
        output.call().number(),
        output.target(),
        "%s lines before, %s since; %s templates: %s new, %s vanished, %s shifted"
            .formatted(
                Words.count(facts.linesBefore()),
                Words.count(facts.lines()),
                Words.count(facts.templates()),
                facts.freshCount(),
                facts.vanishedCount(),
                facts.shiftedCount()),
        open,
        rows,
        notes);
  }

  /** Counts are shown; the bars compare rates, as both sides need not be equally long. */
  private static Row row(String change, String tone, LogChangesFacts.Row row) {
    double larger = Math.max(Math.max(row.perMinuteBefore(), row.perMinute()), 1e-9);
    String at = (change.equals("vanished") ? "last " : "first ") + Words.clock(row.at());
    return new Row(
        change,
        tone,
        row.template(),
        row.level(),
        Words.count(row.linesBefore()),
        Words.count(row.lines()),
        share(row.linesBefore(), row.perMinuteBefore() / larger),
        share(row.lines(), row.perMinute() / larger),
        at + " UTC",
        row.line());
  }

  /** What was seen at all is to be seen. */
  private static long share(long lines, double part) {
    return lines == 0 ? 0 : Math.clamp(Math.round(part * 100), 2, 100);
  }
}
