package dev.shindan.agent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Inventory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShippedCatalogueTest {
  private final Catalogue catalogue =
      Catalogue.load(
          Path.of("../config/faults"), HostFacts.toolbox(), new Inventory(List.of()), false);

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
            .containsExactlyInAnyOrder(Bearing.SUPPORTS, Bearing.REFUTES);
        assertThat(check.source()).as(check.id()).isNotBlank();
      }
    }
  }

  @Test
  void everyKindCanBecomeARootCauseAndCanBeRefuted() {
    for (FaultKind kind : catalogue.kinds()) {
      long bases = kind.checks().stream().map(Check::basis).distinct().count();
      boolean decisive =
          kind.checks().stream()
              .anyMatch(check -> check.then().likelihoodRatio() > 100 && check.symptom());
      assertThat(bases >= 2 || decisive).as(kind.id()).isTrue();
      assertThat(kind.checks())
          .as(kind.id())
          .anyMatch(check -> check.otherwise().likelihoodRatio() < 0.3);
      assertThat(kind.checks()).as(kind.id()).anyMatch(check -> check.severity().isPresent());
      assertThat(kind.alerts()).as(kind.id()).isNotEmpty();
    }
  }
}
