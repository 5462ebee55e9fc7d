package dev.shindan.agent.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.ToolAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

final class OutliersTest {
  @Test
  void numbersFarFromTheMedianAreNamed() {
    Random random = new Random(7);
    List<Outlier> found =
        Outliers.in(
            fleet(
                1000,
                (i, facts) ->
                    facts.put("load", i % 400 == 3 ? 12 : 0.5 + random.nextGaussian() * 0.05)));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().hosts())
        .extracting(Outlier.Differing::host)
        .contains("host3", "host403", "host803")
        .hasSizeLessThan(10);
    assertThat(found.getFirst().sentence()).contains("of 1,000 differ in load (usually 0.5");
  }

  @Test
  void rareWordsAreNamed() {
    List<Outlier> found =
        Outliers.in(fleet(8, (i, facts) -> facts.put("kernel", i == 2 ? "6.1.0-20" : "6.1.0-21")));
    assertThat(found)
        .singleElement()
        .satisfies(
            outlier ->
                assertThat(outlier.sentence())
                    .isEqualTo("1 of 8 differs in kernel (usually 6.1.0-21): host2 6.1.0-20"));
  }

  @Test
  void countsThatAreOtherwiseEqualAreNamed() {
    List<Outlier> found = Outliers.in(fleet(200, (i, facts) -> facts.put("cpus", i < 3 ? 2 : 8)));
    assertThat(found)
        .singleElement()
        .satisfies(
            outlier -> {
              assertThat(outlier.usual()).isEqualTo("8");
              assertThat(outlier.hosts()).hasSize(3);
            });
  }

  @Test
  void rowsAreComparedByTheirGreatestNumber() {
    List<Outlier> found =
        Outliers.in(
            fleet(
                20,
                (i, facts) ->
                    facts
                        .putArray("disks")
                        .add(Json.MAPPER.createObjectNode().put("device", "a").put("busy", 1.0))
                        .add(
                            Json.MAPPER
                                .createObjectNode()
                                .put("device", "b" + i)
                                .put("busy", i == 5 ? 99.0 : 2.0))));
    assertThat(found)
        .singleElement()
        .satisfies(
            outlier -> {
              assertThat(outlier.fact()).isEqualTo("disks[].busy");
              assertThat(outlier.hosts()).containsExactly(new Outlier.Differing("host5", "99"));
            });
  }

  @Test
  void nobodyIsNamedWhereThereIsNoUsualValue() {
    assertThat(
            Outliers.in(
                fleet(
                    100,
                    (i, facts) -> {
                      facts.put("half", i % 2);
                      facts.put("unique", "id" + i);
                      facts.put("small", 1000 + i % 3);
                      facts.put("bootedAt", "2026-11-0" + (1 + i % 2) + "T00:00:00Z");
                      facts.put("line", "raw " + i);
                    })))
        .isEmpty();
  }

  @Test
  void threeHostsAreTooFewToDiffer() {
    assertThat(Outliers.in(fleet(3, (i, facts) -> facts.put("cpus", i == 0 ? 1 : 64)))).isEmpty();
  }

  @Test
  void hostsWithoutFactsAreLeftOut() {
    List<HostOutcome> fleet =
        new ArrayList<>(fleet(8, (i, facts) -> facts.put("kernel", i == 2 ? "old" : "new")));
    fleet.add(
        new HostOutcome(
            "dead",
            new ToolAnswer.Failed(FailureKind.UNREACHABLE, "no route"),
            Duration.ZERO,
            Optional.empty()));
    assertThat(Outliers.in(fleet)).extracting(Outlier::of).containsExactly(8);
  }

  private static List<HostOutcome> fleet(int count, BiConsumer<Integer, ObjectNode> filling) {
    List<HostOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode facts = Json.MAPPER.createObjectNode();
      filling.accept(i, facts);
      outcomes.add(
          new HostOutcome(
              "host" + i, new ToolAnswer.Observed(facts), Duration.ZERO, Optional.empty()));
    }
    return outcomes;
  }
}
