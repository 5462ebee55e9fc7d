package dev.shindan.collectors.host.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.Check;
import dev.shindan.agent.fleet.CompareRole;
import dev.shindan.agent.fleet.FirstContact;
import dev.shindan.agent.fleet.FleetLimits;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.tool.telemetry.TelemetryTools;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every condition of the shipped fault catalogue names fields that the tools really have. */
final class ShippedFaultsTest {
  private final Toolbox toolbox = toolbox();

  /** Every tool there is. */
  static Toolbox toolbox() {
    List<Tool> tools =
        new ArrayList<>(
            HostTools.all(
                (host, command, context) -> {
                  throw new AssertionError("nothing runs: " + host + command + context);
                }));
    tools.add(
        new CompareRole(
            new Inventory(List.of()),
            List.copyOf(tools),
            () -> {
              throw new AssertionError("no host is asked");
            },
            FirstContact.NONE,
            Clock.systemUTC(),
            FleetLimits.DEFAULT));
    tools.addAll(TelemetryTools.readers(new Inventory(List.of()), Optional.empty()));
    return new Toolbox(tools);
  }

  @Test
  void everyConditionFitsTheFactsOfItsTool() {
    Catalogue catalogue =
        Catalogue.load(Path.of("../config/faults"), toolbox, new Inventory(List.of()), false);

    assertThat(catalogue.kinds()).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void everyHostToolButTheOnesForPeopleIsUsedByACheck() {
    Catalogue catalogue =
        Catalogue.load(Path.of("../config/faults"), toolbox, new Inventory(List.of()), false);
    Set<String> unused = new TreeSet<>();
    toolbox.tools().forEach(tool -> unused.add(tool.spec().name()));
    catalogue.kinds().stream()
        .flatMap(kind -> kind.checks().stream())
        .map(Check::tool)
        .forEach(unused::remove);

    assertThat(unused)
        .containsExactly("addresses", "environment", "first_look", "search_logs", "who");
  }
}
