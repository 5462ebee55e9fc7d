package dev.shindan.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.TargetKind;
import dev.shindan.agent.settings.WrongInput;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
  private static final String KIND =
      """
      id: full
      name: Filesystem full
      domain: host
      prior: 0.05
      alerts: ["disk.*full"]
      checks:
        - id: used
          on: self
          tool: df
          each: f.filesystems
          where: row.mount != "/proc"
          when: row.usedPercent >= 95
          then: {bearing: supports, strength: strong}
          otherwise: {bearing: refutes, strength: decisive}
          severity: critical
          basis: statvfs
          sentence: "${row.mount} is ${row.usedPercent} % full"
          threshold: at least 95 %
          component: row.mount
          quote: row.line
          source: df(1)
        - id: recent-boot
          on: self
          tool: boot
          when: f.bootedAt > onset - duration("30m")
          then: {bearing: supports, strength: weak}
          otherwise: {bearing: refutes, strength: weak}
          basis: boot
          sentence: "booted at ${f.bootedAt}"
          source: uptime(1)
        - id: peer
          on: peers
          tool: df
          when: f.filesystems.exists(x, x.usedPercent >= 95)
          then: {bearing: refutes, strength: weak}
          otherwise: {bearing: supports, strength: weak}
          basis: peers
          sentence: "a peer is full"
          sentenceOtherwise: "no peer is full"
          source: test
      remedy: make room
      """;

  record Row(String mount, Optional<Double> usedPercent, String line) {
    Row(String mount, double usedPercent) {
      this(mount, Optional.of(usedPercent), mount + " " + usedPercent);
    }
  }

  record Filesystems(List<Row> filesystems) {}

  record Boot(Instant bootedAt) {}

  private static final Toolbox TOOLBOX =
      new Toolbox(List.of(FactsTool.of("df", Filesystems.class), FactsTool.of("boot", Boot.class)));
  private static final Inventory INVENTORY = new Inventory(List.of(target("app1"), target("app2")));

  private static Target target(String name) {
    return new Target(
        name, TargetKind.HOST, Set.of(), List.of("app"), List.of(), List.of(), Map.of());
  }

  private static Catalogue catalogue(String text) {
    return Catalogue.of(Map.of("faults/full.yaml", text), TOOLBOX, INVENTORY, false);
  }

  private final Catalogue catalogue = catalogue(KIND);
  private final TestCase trail = new TestCase("DiskFull", "app1");

  private CallState df(String target, Row... rows) {
    return trail.observed(ToolCall.of("df", target), new Filesystems(List.of(rows)));
  }

  private static Hypothesis hypothesis(String target) {
    return new Hypothesis("h1", "full", target, "full", 0.05, "test");
  }

  private List<Evidence> evidence(String target, CallState call) {
    return catalogue.evidence(hypothesis(target), call, trail.caseFile(), "x\n/data 97.0\ny");
  }

  @Test
  void rowThatMatchesIsAFindingOnItsComponentWithTheRawLine() {
    CallState call = df("app1", new Row("/", 40), new Row("/data", 97), new Row("/proc", 100));

    assertThat(catalogue.findings(call, trail.caseFile(), "x\n/data 97.0\ny"))
        .containsExactly(
            new Finding(
                "full/used",
                "app1:/data",
                Severity.CRITICAL,
                "/data is 97 % full (threshold: at least 95 %)",
                "/data 97.0"));
  }

  @Test
  void quoteThatIsNotInTheRawOutputIsLeftOut() {
    CallState call = df("app1", new Row("/data", 97));

    assertThat(catalogue.findings(call, trail.caseFile(), "else"))
        .singleElement()
        .extracting(Finding::quote)
        .isEqualTo("");
  }

  @Test
  void conditionThatHoldsSupports() {
    assertThat(evidence("app1:/data", df("app1", new Row("/", 40), new Row("/data", 97))))
        .containsExactly(
            new Evidence(
                "h1",
                2,
                Bearing.SUPPORTS,
                Strength.STRONG,
                "statvfs",
                Optional.of("full/used"),
                "/data is 97 % full",
                "/data 97.0"));
  }

  @Test
  void conditionThatDoesNotHoldOnTheComponentRefutesAlthoughAnotherRowMatches() {
    assertThat(evidence("app1:/", df("app1", new Row("/", 40), new Row("/data", 97))))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.bearing()).isEqualTo(Bearing.REFUTES);
              assertThat(item.strength()).isEqualTo(Strength.DECISIVE);
              assertThat(item.why()).isEqualTo("/ is 40 % full");
            });
  }

  @Test
  void absentValueIsUnknownAndSaysNothing() {
    Row unseen = new Row("/data", Optional.empty(), "/data -");

    assertThat(evidence("app1:/data", df("app1", unseen))).isEmpty();
    assertThat(evidence("app1", df("app1", new Row("/", 40), unseen))).isEmpty();
  }

  @Test
  void missingRowAndFailedCallSayNothing() {
    CallState failed =
        trail.answered(
            ToolCall.of("df", "app1"), new ToolAnswer.Failed(FailureKind.TIMED_OUT, "30 s"));

    assertThat(evidence("app1:/data", df("app1", new Row("/", 40)))).isEmpty();
    assertThat(evidence("app1", failed)).isEmpty();
  }

  @Test
  void targetAsAWholeIsRefutedOnlyByAllRows() {
    assertThat(evidence("app1", df("app1", new Row("/", 40), new Row("/data", 50))))
        .singleElement()
        .extracting(Evidence::bearing)
        .isEqualTo(Bearing.REFUTES);
  }

  @Test
  void checkOnPeersReadsAnswersOfPeersOnly() {
    assertThat(evidence("app1:/data", df("app2", new Row("/data", 97))))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.check()).contains("full/peer");
              assertThat(item.bearing()).isEqualTo(Bearing.REFUTES);
            });
  }

  @Test
  void timesAreComparedWithTheOnset() {
    CallState call =
        trail.observed(ToolCall.of("boot", "app1"), new Boot(TestCase.ONSET.minusSeconds(60)));

    assertThat(evidence("app1", call))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.bearing()).isEqualTo(Bearing.SUPPORTS);
              assertThat(item.why()).isEqualTo("booted at 2026-11-01T02:59:00Z");
            });
  }

  @Test
  void misspeltFieldIsOneLineWithFileAndCheck() {
    assertThatThrownBy(() -> catalogue(KIND.replace("row.usedPercent >=", "row.usedPercnt >=")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("faults/full.yaml:7: check 'used'")
        .hasMessageContaining("usedPercnt")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void misspeltFieldInASentenceIsRefusedToo() {
    assertThatThrownBy(() -> catalogue(KIND.replace("${row.mount}", "${row.mont}")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("mont");
  }

  @Test
  void unknownKeyToolAndTypeAreRefused() {
    assertThatThrownBy(() -> catalogue(KIND.replace("threshold:", "treshold:")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("unknown key 'checks[0].treshold'");
    assertThatThrownBy(() -> catalogue(KIND.replace("remedy:", "remdy:")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("remedy is missing");
    assertThatThrownBy(() -> catalogue(KIND.replace("tool: boot", "tool: bot")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("there is no tool 'bot'");
    assertThatThrownBy(() -> catalogue(KIND.replace("strength: strong", "strength: huge")))
        .isInstanceOf(WrongInput.class)
        .hasMessageContaining("faults/full.yaml:");
  }

  @Test
  void lenientLoadingLeavesOutChecksOfUnknownTools() {
    Catalogue lenient =
        Catalogue.of(
            Map.of("full.yaml", KIND.replace("tool: boot", "tool: bot")), TOOLBOX, INVENTORY, true);

    assertThat(lenient.find("full").orElseThrow().checks())
        .extracting(Check::id)
        .containsExactly("full/used", "full/peer");
  }

  @Test
  void hashChangesWithTheText() {
    assertThat(catalogue.hash()).hasSize(64).isNotEqualTo(catalogue(KIND + "\n").hash());
    assertThat(catalogue.hash()).isEqualTo(catalogue(KIND).hash());
  }
}
