package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.LoginRoutine;
import dev.shindan.agent.tool.RawOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The outputs of the steps of one call as one text. Each begins with a heading of ours; a line of
 * output that looks like one is moved by a blank, so that no output can begin another step.
 */
final class StepOutputs {
  private static final String MARK = "=== ";
  private static final String PRINTED = "printed";

  private StepOutputs() {}

  /**
   * One step.
   *
   * @param said {@code printed}, or what happened instead
   * @param text what was printed
   */
  record Output(LoginRoutine.Step step, String said, String text) {
    static Output printed(LoginRoutine.Step step, String text) {
      return new Output(step, PRINTED, text);
    }
  }

  /**
   * One step as it stands in the text.
   *
   * @param fromLine of what was printed, from 1
   */
  record Found(String heading, String said, String text, int fromLine) {
    boolean printed() {
      return said.equals(PRINTED);
    }

    int lines() {
      return (int) text.lines().count();
    }
  }

  /** What would not fit is left out whole, the longest first: half an output misleads. */
  static RawOutput joined(List<Output> outputs) {
    List<Output> kept = new ArrayList<>(outputs);
    String text = text(kept);
    while (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > RawOutput.BYTES_MAX) {
      Output longest =
          kept.stream().max(Comparator.comparingInt(one -> one.text().length())).orElseThrow();
      String why =
          "failed unreadable: too long to stand here, ask " + longest.step().tool() + " alone";
      kept.set(kept.indexOf(longest), new Output(longest.step(), why, ""));
      text = text(kept);
    }
    return RawOutput.of(text);
  }

  private static String text(List<Output> outputs) {
    StringBuilder text = new StringBuilder();
    for (Output output : outputs) {
      text.append(heading(output.step()))
          .append(' ')
          .append(output.said().replaceAll("\\s+", " "))
          .append('\n');
      output.text().lines().forEach(line -> text.append(unlikeHeading(line)).append('\n'));
    }
    return text.toString();
  }

  private static String heading(LoginRoutine.Step step) {
    return MARK + step.tool() + " (" + step.reason() + "):";
  }

  private static String unlikeHeading(String line) {
    return line.startsWith(MARK) ? " " + line : line;
  }

  /** The step in the text; {@link UnreadableOutput} when it is not there. */
  static Found find(LoginRoutine.Step step, String text) {
    String heading = heading(step);
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      if (lines.get(at).startsWith(heading)) {
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).startsWith(MARK)) {
          end++;
        }
        String printed = String.join("\n", lines.subList(at + 1, end));
        return new Found(
            lines.get(at),
            lines.get(at).substring(heading.length()).strip(),
            printed.isEmpty() ? "" : printed + "\n",
            at + 2);
      }
    }
    throw new UnreadableOutput("a heading of the step " + step.tool() + " was expected", "");
  }
}
