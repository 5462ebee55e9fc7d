package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.TestCase;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the recorded outputs do not show: version 2 of control groups, whose files are given here as
 * the kernel documents them, and groups that come and go.
 */
final class CgroupLimitsTest {
  private static final ToolCall CALL = ToolCall.of("cgroup_limits", "app1");
  private static final String REPORT = "/sys/fs/cgroup/system.slice/report.service";

  @Test
  void aServiceUnderVersionTwoIsReadWithItsQuotaInProcessors() {
    CgroupLimits facts =
        facts(
            sample(REPORT, "50000 100000", 1000, 100, 5_000_000),
            sample(REPORT, "50000 100000", 1020, 115, 6_500_000));

    assertThat(facts.cpu())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.path()).isEqualTo("/system.slice/report.service");
              assertThat(group.quotaCpus()).contains(0.5);
              assertThat(group.periods()).isEqualTo(20);
              assertThat(group.throttledPercent()).isEqualTo(75);
              assertThat(group.throttledMillis()).isEqualTo(1500);
              assertThat(group.throttledPercentTotal()).isEqualTo(11.27);
            });
  }

  @Test
  void aGroupWithoutAQuotaIsLeftOut() {
    String free = sample(REPORT, "max 100000", 0, 0, 0);
    assertThat(facts(free, free).cpu()).isEmpty();
  }

  @Test
  void aColonInTheNameOfAGroupEndsNothing() {
    String group = "/sys/fs/cgroup/kubepods.slice/cri-containerd:4f:cpu.stat";
    String one = sample(group, "50000 100000", 7, 0, 0);
    assertThat(facts(one, one).cpu())
        .extracting(CgroupLimits.Cpu::path)
        .containsExactly("/kubepods.slice/cri-containerd:4f:cpu.stat");
  }

  @Test
  void ofAGroupThatIsNewOrBegunAnewNothingIsSubtracted() {
    String other = REPORT.replace("report", "other");
    CgroupLimits facts =
        facts(
            sample(REPORT, "50000 100000", 1000, 900, 5_000_000),
            sample(REPORT, "50000 100000", 3, 2, 70)
                + sample(other, "50000 100000", 10, 10, 70_000));

    assertThat(facts.cpu())
        .singleElement()
        .satisfies(group -> assertThat(group.throttledPeriods()).isZero());
  }

  @Test
  void moreThrottledPeriodsThanPeriodsAreUnreadable() {
    String one = sample(REPORT, "50000 100000", 5, 6, 70);
    assertThat(read(one, one))
        .isInstanceOfSatisfying(
            ToolAnswer.Failed.class,
            failed -> assertThat(failed.detail()).contains("nr_throttled 6"));
  }

  @Test
  void tasksAreReadWithTheirLimitAndHowOftenOneWasRefused() {
    String one =
        """
        %1$s/pids.current:95
        %1$s/pids.max:100
        %1$s/pids.events:max 7
        /sys/fs/cgroup/user.slice/pids.current:3
        /sys/fs/cgroup/user.slice/pids.max:max
        """
            .formatted(REPORT);
    assertThat(facts(one, one).tasks())
        .containsExactly(
            new CgroupLimits.Tasks(
                "/system.slice/report.service",
                95,
                100,
                95,
                Optional.of(7L),
                REPORT + "/pids.current:95"));
  }

  @Test
  void theHostThatWasHeldBackIsAccusedOfBothLimitsAndTheOtherIsNot() throws IOException {
    for (String kind : List.of("ctr-cpu-throttled", "pid-exhaustion")) {
      assertThat(bearings(kind, "debian12-sick")).contains(Bearing.SUPPORTS);
      assertThat(bearings(kind, "debian12-sick")).doesNotContain(Bearing.REFUTES);
      assertThat(bearings(kind, "debian12-healthy")).contains(Bearing.REFUTES);
      assertThat(bearings(kind, "debian12-healthy")).doesNotContain(Bearing.SUPPORTS);
    }
  }

  private static List<Bearing> bearings(String kind, String recording) throws IOException {
    Path raw = Golden.FOLDER.resolve("cgroup_limits/" + recording + ".raw");
    ToolAnswer answer = answer(Files.readString(raw));
    Catalogue catalogue =
        Catalogue.load(
            Path.of("../config/faults"),
            ShippedFaultsTest.toolbox(),
            new Inventory(List.of()),
            false);
    TestCase incident = new TestCase("slow", "app1");
    return catalogue
        .evidence(
            new Hypothesis("h1", kind, "app1", "it is so", 0.05, "test"),
            incident.answered(CALL, answer),
            incident.caseFile(),
            "")
        .stream()
        .map(Evidence::bearing)
        .toList();
  }

  private static String sample(
      String group, String max, long periods, long throttled, long throttledMicros) {
    return """
    %1$s/cpu.max:%2$s
    %1$s/cpu.stat:usage_usec 90000000
    %1$s/cpu.stat:nr_periods %3$d
    %1$s/cpu.stat:nr_throttled %4$d
    %1$s/cpu.stat:throttled_usec %5$d
    %1$s/cpu.stat:nr_bursts 0
    """
        .formatted(group, max, periods, throttled, throttledMicros);
  }

  private static CgroupLimits facts(String first, String second) {
    return Json.MAPPER.convertValue(
        ((ToolAnswer.Observed) read(first, second)).facts(), CgroupLimits.class);
  }

  private static ToolAnswer read(String first, String second) {
    return answer("$ /usr/bin/find\n" + first + "$ /usr/bin/find\n" + second);
  }

  private static ToolAnswer answer(String raw) {
    return Golden.tools().stream()
        .filter(tool -> tool.spec().name().equals("cgroup_limits"))
        .findFirst()
        .orElseThrow()
        .read(CALL, RawOutput.of(raw), Golden.CONTEXT);
  }
}
