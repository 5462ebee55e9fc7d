package dev.shindan.agent.investigate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GapsTest {
  private static final ToolAnswer LOOKED =
      ToolAnswer.Observed.of(
          new Looked(
              List.of(
                  "uptime: denied: uptime is switched off in commands.yaml",
                  "cpu_per_core: failed not installed: mpstat: No such file or directory")));

  /** What the login routine tells of its steps. */
  record Looked(List<String> notSeen) {}

  @Test
  void stepsOfTheLoginRoutineThatGaveNoFactsAreNotSeen() {
    WrittenTrail trail =
        new WrittenTrail(List.of("app1")).answered("first_look", "app1", Optional.empty(), LOOKED);
    assertThat(Gaps.of(trail.caseFile()))
        .containsExactly(
            "uptime app1: denied: uptime is switched off in commands.yaml",
            "cpu_per_core app1: failed not installed: mpstat: No such file or directory");
  }

  @Test
  void aStepThatWasAskedAloneIsToldByThatAnswer() {
    WrittenTrail trail =
        new WrittenTrail(List.of("app1"))
            .answered("first_look", "app1", Optional.empty(), LOOKED)
            .observed("uptime", "app1", Optional.empty())
            .answered(
                "cpu_per_core",
                "app1",
                Optional.empty(),
                new ToolAnswer.Failed(FailureKind.NOT_INSTALLED, "still no mpstat"));
    assertThat(Gaps.of(trail.caseFile()))
        .singleElement()
        .asString()
        .contains("cpu_per_core")
        .contains("still no mpstat");
  }

  @Test
  void onlyTheLatestLookCounts() {
    WrittenTrail trail =
        new WrittenTrail(List.of("app1"))
            .answered("first_look", "app1", Optional.empty(), LOOKED)
            .answered(
                "first_look",
                "app1",
                Optional.empty(),
                ToolAnswer.Observed.of(new Looked(List.of())));
    assertThat(Gaps.of(trail.caseFile())).isEmpty();
  }

  @Test
  void questionsThatFailedAlikeOnOneTargetAreOneLine() {
    WrittenTrail trail = new WrittenTrail(List.of("app1"));
    for (String tool : List.of("uptime", "memory", "journal")) {
      trail.answered(
          tool,
          "app1",
          Optional.empty(),
          new ToolAnswer.Failed(
              FailureKind.TIMED_OUT, "`/usr/bin/" + tool + "` on app1: not let in within 30 s"));
    }
    assertThat(Gaps.of(trail.caseFile()))
        .containsExactly("app1: timed out: not let in within 30 s (uptime, memory, journal)");
  }

  @Test
  void twoThatFailedAlikeAreToldWithTheirCommands() {
    WrittenTrail trail = new WrittenTrail(List.of("app1"));
    for (String tool : List.of("uptime", "memory")) {
      trail.answered(
          tool,
          "app1",
          Optional.empty(),
          new ToolAnswer.Failed(FailureKind.TIMED_OUT, "`" + tool + "` on app1: too slow"));
    }
    assertThat(Gaps.of(trail.caseFile()))
        .containsExactly(
            "uptime app1: timed out: `uptime` on app1: too slow",
            "memory app1: timed out: `memory` on app1: too slow");
  }
}
