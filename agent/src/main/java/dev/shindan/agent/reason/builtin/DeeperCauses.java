package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What could lie behind a hypothesis that is supported: the kinds that explain it, on its target
 * and on all that this depends on. A failure that is seen is often only the report of another.
 */
final class DeeperCauses {
  private static final Set<String> CARRIED = Set.of("network", "application");

  private final Catalogue catalogue;
  private final Inventory inventory;
  private final BiPredicate<FaultKind, String> provable;

  /**
   * @param provable as in {@link Suspicions}
   */
  DeeperCauses(Catalogue catalogue, Inventory inventory, BiPredicate<FaultKind, String> provable) {
    this.catalogue = catalogue;
    this.inventory = inventory;
    this.provable = provable;
  }

  /** What it depends on before the target itself, the likeliest kinds first. */
  List<Suspicion> of(CaseFile caseFile) {
    List<Suspicion> elsewhere = new ArrayList<>();
    List<Suspicion> there = new ArrayList<>();
    for (HypothesisState state : caseFile.hypotheses()) {
      if (state.status() == HypothesisState.Status.SUPPORTED) {
        String host = Inventory.hostPart(state.hypothesis().target());
        for (Suspicion suspicion : behind(state)) {
          (suspicion.target().equals(host) ? there : elsewhere).add(suspicion);
        }
      }
    }
    Comparator<Suspicion> likeliest = Comparator.comparingDouble(Suspicion::prior).reversed();
    elsewhere.sort(likeliest);
    there.sort(likeliest);
    elsewhere.addAll(there);
    return elsewhere;
  }

  private List<Suspicion> behind(HypothesisState state) {
    List<String> places = places(state);
    List<Suspicion> behind = new ArrayList<>();
    for (FaultKind kind : catalogue.kinds()) {
      if (kind.explains().contains(state.hypothesis().kind())
          && !kind.id().equals(state.hypothesis().kind())) {
        places.stream()
            .filter(place -> provable.test(kind, place))
            .map(place -> new Suspicion(kind, place, prior(kind), because(state)))
            .forEach(behind::add);
      }
    }
    return behind;
  }

  /** What is seen on the network or in an application may begin on another host. */
  private List<String> places(HypothesisState state) {
    String host = Inventory.hostPart(state.hypothesis().target());
    boolean fromOutside =
        catalogue
            .find(state.hypothesis().kind())
            .map(FaultKind::domain)
            .filter(CARRIED::contains)
            .isPresent();
    if (!fromOutside) {
      return List.of(host);
    }
    return inventory.withDependencies(List.of(host));
  }

  private static double prior(FaultKind kind) {
    return Math.min(kind.prior() * Suspicion.SYMPTOM_RAISES, Suspicion.PRIOR_MAX);
  }

  private static String because(HypothesisState state) {
    return "it would explain " + state.hypothesis().id() + ": " + state.hypothesis().statement();
  }
}
