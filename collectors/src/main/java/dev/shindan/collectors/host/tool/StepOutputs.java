package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.LoginRoutine;
import dev.shindan.agent.tool.RawOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * The steps in the text, in the order asked for; {@link UnreadableOutput} when one is not there.
   * Of two with the same heading the first counts.
   */
  static Map<LoginRoutine.Step, Found> find(List<LoginRoutine.Step> steps, String text) {
    List<String> lines = text.lines().toList();
    Map<LoginRoutine.Step, Found> found = new HashMap<>();
    int at = 0;
    while (at < lines.size()) {
      int end = at + 1;
      while (end < lines.size() && !lines.get(end).startsWith(MARK)) {
        end++;
      }
      String head = lines.get(at);
      for (LoginRoutine.Step step : steps) {
        if (head.startsWith(heading(step))) {
          found.putIfAbsent(step, found(step, lines.subList(at, end), at));
        }
      }
      at = end;
    }
    Map<LoginRoutine.Step, Found> inOrder = new LinkedHashMap<>();
    for (LoginRoutine.Step step : steps) {
      Found one = found.get(step);
      if (one == null) {
        throw new UnreadableOutput("a heading of the step " + step.tool(), "none");
      }
      inOrder.put(step, one);
    }
    return inOrder;
  }

  /**
   * @param lines of the step, its heading first
   * @param at where the heading stands, from 0
   */
  private static Found found(LoginRoutine.Step step, List<String> lines, int at) {
    String head = lines.getFirst();
    StringBuilder printed = new StringBuilder();
    lines.subList(1, lines.size()).forEach(line -> printed.append(line).append('\n'));
    return new Found(
        head, head.substring(heading(step).length()).strip(), printed.toString(), at + 2);
  }
}
