package dev.shindan.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.CallState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SharedKernelTest {
  private static final String KIND =
      """
      id: busy
      name: Disk busy
      domain: host
      prior: 0.05
      checks:
        - id: util
          on: self
          tool: disk
          when: f.percent >= 60.0
          then: {bearing: supports, strength: strong}
          otherwise: {bearing: refutes, strength: strong}
          severity: critical
          basis: diskstats
          sentence: "the disk is ${f.percent} % busy, shared: ${sharedKernel}"
          source: iostat(1)
      remedy: none
      """;

  private final TestCase incident = new TestCase("slow", "app1");

  /** How busy a disk is. */
  record Disk(double percent) {}

  /** What kind of host it is. */
  record Environment(boolean container, List<String> ownFiles) {}

  /** A tool that reads a file of the kernel. */
  private record KernelTool(FactsTool tool, Set<String> kernelFiles) implements Tool {
    @Override
    public ToolSpec spec() {
      return tool.spec();
    }

    @Override
    public boolean appliesTo(Target target) {
      return true;
    }

    @Override
    public Fetched fetch(ToolCall call, CallContext context) {
      return tool.fetch(call, context);
    }

    @Override
    public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
      return tool.read(call, raw, context);
    }
  }

  @Test
  void onAMachineTheFactAccusesIt() {
    incident.observed(ToolCall.of("environment", "app1"), new Environment(false, List.of()));
    assertThat(bearing(90)).isEqualTo(Bearing.SUPPORTS);
  }

  @Test
  void inAContainerTheFactAccusesNobodyAndIsMarked() {
    incident.observed(ToolCall.of("environment", "app1"), new Environment(true, List.of()));
    assertThat(bearing(90)).isEqualTo(Bearing.NEUTRAL);

    CallState call = incident.observed(ToolCall.of("disk", "app1"), new Disk(90));
    assertThat(catalogue().findings(call, incident.caseFile(), ""))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.INFO);
              assertThat(finding.text()).contains("shared: true", "names none of them");
            });
  }

  @Test
  void aQuietMachineClearsItsContainersToo() {
    incident.observed(ToolCall.of("environment", "app1"), new Environment(true, List.of()));
    assertThat(bearing(5)).isEqualTo(Bearing.REFUTES);
  }

  @Test
  void aContainerWithAFileOfItsOwnIsAccusedByIt() {
    incident.observed(
        ToolCall.of("environment", "app1"),
        new Environment(true, List.of("/proc/diskstats", "/proc/stat")));
    assertThat(bearing(90)).isEqualTo(Bearing.SUPPORTS);
  }

  @Test
  void theEnvironmentOfAnotherHostSaysNothing() {
    incident.observed(ToolCall.of("environment", "db"), new Environment(true, List.of()));
    assertThat(bearing(90)).isEqualTo(Bearing.SUPPORTS);
  }

  private Bearing bearing(double percent) {
    CallState call = incident.observed(ToolCall.of("disk", "app1"), new Disk(percent));
    Hypothesis hypothesis = new Hypothesis("h1", "busy", "app1", "the disk is busy", 0.05, "test");
    return catalogue().evidence(hypothesis, call, incident.caseFile(), "").getFirst().bearing();
  }

  private static Catalogue catalogue() {
    Toolbox toolbox =
        new Toolbox(
            List.of(
                new KernelTool(FactsTool.of("disk", Disk.class), Set.of("/proc/diskstats")),
                FactsTool.of("environment", Environment.class)));
    return Catalogue.of(Map.of("busy.yaml", KIND), toolbox, new Inventory(List.of()), false);
  }
}
