package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The smallest set of supported hypotheses that explains what alerts, deepest causes first. */
final class Causes {
  private static final Comparator<HypothesisState> SUREST =
      Comparator.comparingDouble((HypothesisState state) -> -state.probability())
          .thenComparingLong(state -> -state.supportingBases())
          .thenComparingInt(state -> state.hasDecisiveSupport() ? 0 : 1);

  private final Catalogue catalogue;
  private final Inventory inventory;

  Causes(Catalogue catalogue, Inventory inventory) {
    this.catalogue = catalogue;
    this.inventory = inventory;
  }

  /** Empty when nothing is supported well enough to be named. */
  List<HypothesisState> of(CaseFile caseFile) {
    List<HypothesisState> supported =
        caseFile.hypotheses().stream()
            .filter(state -> state.status() == HypothesisState.Status.SUPPORTED)
            .filter(state -> mayBeNamed(state, caseFile))
            .toList();
    List<HypothesisState> deepest =
        supported.stream()
            .filter(state -> supported.stream().noneMatch(other -> explains(other, state)))
            .sorted(SUREST)
            .toList();
    return covering(fittingTheWords(deepest, caseFile), caseFile);
  }

  /** Two bases and a test that could have refuted it, or a decisive check behind a symptom. */
  static boolean mayBeNamed(HypothesisState state, CaseFile caseFile) {
    boolean symptom = !caseFile.incident().alerts().isEmpty() || !caseFile.findings().isEmpty();
    if (state.hasDecisiveSupport() && symptom) {
      return true;
    }
    boolean tried =
        state.hasAny(Bearing.REFUTES)
            || state.evidence().stream().map(item -> item.entry()).distinct().count() >= 2;
    return tried && state.supportingBases() >= 2;
  }

  /** Whether one hypothesis makes another a mere symptom or a vaguer way of saying the same. */
  private boolean explains(HypothesisState deeper, HypothesisState shallower) {
    String kind = shallower.hypothesis().kind();
    String target = shallower.hypothesis().target();
    String host = Inventory.hostPart(target);
    String deeperHost = Inventory.hostPart(deeper.hypothesis().target());
    boolean reaches = inventory.withDependencies(List.of(host)).contains(deeperHost);
    if (deeper.hypothesis().kind().equals(kind)) {
      boolean part = target.equals(host) && !deeper.hypothesis().target().equals(target);
      return deeperHost.equals(host) ? part : reaches && passedOn(kind) && !back(host, deeperHost);
    }
    return reaches
        && symptomsOf(deeper.hypothesis().kind()).contains(kind)
        && !symptomsOf(kind).contains(deeper.hypothesis().kind());
  }

  /** A kind that explains itself is passed on from a target to its callers. */
  private boolean passedOn(String kind) {
    return catalogue.find(kind).map(known -> known.explains().contains(kind)).orElse(false);
  }

  private boolean back(String host, String deeperHost) {
    return inventory.withDependencies(List.of(deeperHost)).contains(host);
  }

  private Set<String> symptomsOf(String kind) {
    Set<String> reached = new LinkedHashSet<>();
    List<String> frontier = new ArrayList<>(List.of(kind));
    while (!frontier.isEmpty()) {
      List<String> symptoms =
          catalogue.find(frontier.removeFirst()).map(FaultKind::explains).orElse(List.of());
      symptoms.stream().filter(reached::add).forEach(frontier::add);
    }
    return reached;
  }

  private List<HypothesisState> fittingTheWords(List<HypothesisState> causes, CaseFile caseFile) {
    String words = Suspicions.words(caseFile.incident());
    List<HypothesisState> fitting =
        causes.stream()
            .filter(
                state ->
                    catalogue
                        .find(state.hypothesis().kind())
                        .map(kind -> kind.matches(words))
                        .orElse(false))
            .toList();
    return fitting.isEmpty() ? causes : fitting;
  }

  /** Surest first, until every alerting target has a cause on itself or below; equals stay. */
  private List<HypothesisState> covering(List<HypothesisState> causes, CaseFile caseFile) {
    List<HypothesisState> chosen = new ArrayList<>();
    Set<String> unexplained = new LinkedHashSet<>(caseFile.incident().alerting());
    for (HypothesisState cause : causes) {
      String host = Inventory.hostPart(cause.hypothesis().target());
      boolean news =
          unexplained.removeIf(
              target -> inventory.withDependencies(List.of(target)).contains(host));
      boolean equal = !chosen.isEmpty() && SUREST.compare(cause, chosen.getFirst()) == 0;
      if (news || equal || chosen.isEmpty()) {
        chosen.add(cause);
      }
    }
    return chosen;
  }
}
