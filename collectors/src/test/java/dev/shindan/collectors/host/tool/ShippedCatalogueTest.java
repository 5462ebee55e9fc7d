package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.Check;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Inventory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every kind of the shipped catalogue must be able to do. */
final class ShippedCatalogueTest {
  private final Catalogue catalogue =
      Catalogue.load(
          Path.of("../config/faults"),
          ShippedFaultsTest.toolbox(),
          new Inventory(List.of()),
          false);

  @Test
  void knowsHostNetworkAndDatabaseKinds() {
    assertThat(catalogue.kinds()).hasSizeGreaterThanOrEqualTo(15);
    assertThat(catalogue.kinds()).extracting(FaultKind::domain).contains("host", "network", "db");
  }

  @Test
  void everyCheckSaysSomethingOnBothSidesAndTheSidesDisagree() {
    for (FaultKind kind : catalogue.kinds()) {
      for (Check check : kind.checks()) {
        assertThat(List.of(check.then().bearing(), check.otherwise().bearing()))
            .as(check.id())
            .doesNotHaveDuplicates()
            .containsAnyOf(Bearing.SUPPORTS, Bearing.REFUTES);
        assertThat(check.source()).as(check.id()).isNotBlank();
      }
    }
  }

  @Test
  void everyKindCanBecomeARootCauseAndCanBeRefuted() {
    List<String> wanting = new ArrayList<>();
    for (FaultKind kind : catalogue.kinds()) {
      long bases = kind.checks().stream().map(Check::basis).distinct().count();
      boolean decisive =
          kind.checks().stream()
              .anyMatch(check -> check.then().likelihoodRatio() > 100 && check.symptom());
      if (bases < 2 && !decisive) {
        wanting.add(kind.id() + " rests on one basis");
      }
      if (kind.checks().stream().noneMatch(check -> check.otherwise().likelihoodRatio() < 0.3)) {
        wanting.add(kind.id() + " cannot be refuted");
      }
      if (kind.checks().stream().noneMatch(check -> check.severity().isPresent())) {
        wanting.add(kind.id() + " makes no finding");
      }
      if (kind.alerts().isEmpty()) {
        wanting.add(kind.id() + " has no alert");
      }
    }
    assertThat(wanting).isEmpty();
  }
}
