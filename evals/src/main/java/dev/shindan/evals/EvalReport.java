package dev.shindan.evals;

import dev.shindan.agent.replay.CaseResult;
import java.util.List;

/**
 * The results of a run over cases.
 *
 * @param floor how many cases must be right; fewer is found wanting
 */
public record EvalReport(
    int cases,
    int right,
    int grounded,
    int abstained,
    int accused,
    double toolCallsPerCase,
    double secondsPerCase,
    int floor,
    List<CaseResult> rows) {
  public EvalReport {
    rows = List.copyOf(rows);
  }

  static EvalReport of(List<CaseResult> rows, int floor) {
    return new EvalReport(
        rows.size(),
        (int) rows.stream().filter(CaseResult::cause).count(),
        (int) rows.stream().filter(CaseResult::grounded).count(),
        (int) rows.stream().filter(CaseResult::abstained).count(),
        (int) rows.stream().filter(CaseResult::accused).count(),
        rows.stream().mapToInt(CaseResult::toolCalls).average().orElse(0),
        rows.stream().mapToDouble(CaseResult::seconds).average().orElse(0),
        floor,
        rows);
  }

  /** Whether the floor is held and nobody was accused wrongly. */
  public boolean holds() {
    return right >= floor && accused == 0;
  }
}
