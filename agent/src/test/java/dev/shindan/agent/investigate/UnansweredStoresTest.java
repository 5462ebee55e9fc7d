package dev.shindan.agent.investigate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.tool.Coverage;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.Toolbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether no fault may be said of a host that shows none, beside stores in every state. */
final class UnansweredStoresTest {
  private static final ToolAnswer DOWN =
      new ToolAnswer.Failed(FailureKind.CONNECTION_REFUSED, "store:9 listens no more");

  private final Rules rules =
      new Rules(
          Bench.inventory(),
          new Toolbox(List.of(new Bench.CannedTool("disk", Set.of(Coverage.values())))),
          Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metric_changes",
        "query_metric",
        "compare_window",
        "log_changes",
        "search_logs",
        "trace_changes",
        "alerts"
      })
  void aStoreThatDidNotAnswerForbidsItUntilItDoes(String tool) {
    WrittenTrail down = healthy().answered(tool, "app1", Optional.empty(), DOWN);
    assertThat(problem(down)).contains(tool + " on app1 could not be seen", "listens no more");

    ToolAnswer nothing = new ToolAnswer.Empty("all there is");
    assertThat(problem(down.answered(tool, "app1", Optional.empty(), nothing))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"changes", "dependents", "search_output"})
  void whatTellsNothingOfHealthForbidsNothing(String tool) {
    assertThat(problem(healthy().answered(tool, "app1", Optional.empty(), DOWN))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "metric_changes, complete, false, the metric store left something out",
    "alerts, complete, false, the alert store left something out",
    "log_changes, partial, true, the log store left something out",
    "trace_changes, partial, true, the trace store left something out"
  })
  void aStoreThatAnsweredInPartForbidsIt(String tool, String fact, boolean value, String words) {
    assertThat(problem(observed(tool, Map.of(fact, value)))).contains(words);
    assertThat(problem(observed(tool, Map.of(fact, !value)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log_changes", "trace_changes"})
  void ofMoreThanIsComparedASampleForbidsNothing(String tool) {
    assertThat(problem(observed(tool, Map.of("complete", false, "partial", false)))).isEmpty();
  }

  @Test
  void aStoreThatLagsIsSaidToLag() {
    assertThat(
            problem(observed("metric_changes", Map.of("complete", false, "newestSecondsAgo", 300))))
        .contains("seen only until 300 s ago");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log_changes", "trace_changes"})
  void aReplayWithoutRecordingAndATargetOutOfScopeForbidNothing(String tool) {
    ToolAnswer notRecorded = new ToolAnswer.NotRecorded(tool);
    assertThat(problem(healthy().answered(tool, "app1", Optional.empty(), notRecorded))).isEmpty();
    assertThat(problem(healthy().answered(tool, "db", Optional.empty(), DOWN))).isEmpty();
  }

  private static WrittenTrail healthy() {
    return new WrittenTrail(List.of("app1")).observed("disk", "app1", Optional.empty());
  }

  private static WrittenTrail observed(String tool, Map<String, ?> facts) {
    return healthy()
        .answered(
            tool,
            "app1",
            Optional.empty(),
            new ToolAnswer.Observed(Json.MAPPER.valueToTree(facts)));
  }

  private String problem(WrittenTrail trail) {
    return rules
        .problemWith(
            new Move.Conclude(Outcome.NO_FAULT, List.of(), List.of(), List.of()), trail.caseFile())
        .orElse("");
  }
}
