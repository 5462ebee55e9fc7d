package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.Check;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Severity;
import dev.shindan.agent.trail.CaseFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Which fault kinds on which targets are worth a hypothesis: by findings, then by alert words. */
final class Suspicions {
  /** More hypotheses than this only cost tests. */
  static final int HYPOTHESES_MAX = 16;

  private static final int BY_ALERT_MAX = 10;

  /** Words alone say little about the place: of one kind no more places than this. */
  private static final int PLACES_MAX = 2;

  /** An alert that names the symptoms of a kind makes it this much more likely. */
  private static final double ALERT_RAISES = 4;

  private static final double PRIOR_MAX = 0.4;

  /** A dependency is less often the place than the target that alerts. */
  private static final double ELSEWHERE = 0.5;

  private final Catalogue catalogue;
  private final BiPredicate<FaultKind, String> provable;

  /**
   * @param provable whether a fault kind can be proved on a target with the tools there are; where
   *     it cannot, a hypothesis would only take the place of one that can be tested
   */
  Suspicions(Catalogue catalogue, BiPredicate<FaultKind, String> provable) {
    this.catalogue = catalogue;
    this.provable = provable;
  }

  private record Suspicion(FaultKind kind, String target, double prior, String because) {
    boolean isOn(Hypothesis hypothesis) {
      return hypothesis.kind().equals(kind.id())
          && (hypothesis.target().equals(target)
              || Inventory.hostPart(hypothesis.target()).equals(target));
    }
  }

  /** Hypotheses that are not on the ledger yet, most pressing first. */
  List<Hypothesis> hypotheses(CaseFile caseFile) {
    List<Hypothesis> known = new ArrayList<>();
    caseFile.hypotheses().forEach(state -> known.add(state.hypothesis()));
    List<Hypothesis> fresh = new ArrayList<>();
    List<Suspicion> suspicions = byFindings(caseFile);
    Set<String> found = new HashSet<>();
    suspicions.forEach(suspicion -> found.add(Inventory.hostPart(suspicion.target())));
    suspicions.addAll(byAlerts(caseFile.incident(), found));
    for (Suspicion suspicion : suspicions) {
      if (known.size() < HYPOTHESES_MAX && known.stream().noneMatch(suspicion::isOn)) {
        Hypothesis hypothesis = hypothesis("h" + (known.size() + 1), suspicion);
        known.add(hypothesis);
        fresh.add(hypothesis);
      }
    }
    return fresh;
  }

  private static Hypothesis hypothesis(String id, Suspicion suspicion) {
    return new Hypothesis(
        id,
        suspicion.kind().id(),
        suspicion.target(),
        suspicion.kind().name() + " on " + suspicion.target(),
        suspicion.prior(),
        suspicion.because());
  }

  /**
   * What was found for a suspicion.
   *
   * @param weights the strongest log odds of each basis
   */
  private record Found(Suspicion suspicion, Map<String, Double> weights) {
    double logOdds() {
      double odds = Math.log(suspicion.prior() / (1 - suspicion.prior()));
      return odds + weights.values().stream().mapToDouble(weight -> weight).sum();
    }
  }

  /** Those that what was found speaks for most come first: there are more than can be tested. */
  private List<Suspicion> byFindings(CaseFile caseFile) {
    Map<String, Found> found = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>(caseFile.findings());
    findings.sort(Comparator.comparing(Finding::severity, Comparator.reverseOrder()));
    for (Finding finding : findings) {
      Optional<Check> supporting =
          catalogue
              .check(finding.id())
              .filter(check -> check.then().bearing() == Bearing.SUPPORTS)
              .filter(_ -> finding.severity() != Severity.INFO);
      if (supporting.isPresent()) {
        Check check = supporting.get();
        FaultKind kind = catalogue.find(finding.id().replaceFirst("/.*", "")).orElseThrow();
        found
            .computeIfAbsent(
                kind.id() + "@" + finding.target(),
                _ -> new Found(suspicion(kind, finding, caseFile.incident()), new HashMap<>()))
            .weights()
            .merge(check.basis(), Math.log(check.then().likelihoodRatio()), Math::max);
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingDouble(Found::logOdds).reversed())
        .map(Found::suspicion)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Suspicion suspicion(FaultKind kind, Finding finding, Incident incident) {
    return new Suspicion(
        kind,
        finding.target(),
        prior(kind, incident, finding.target(), true),
        "found: " + finding.text());
  }

  /**
   * @param found the places of what was found
   */
  private List<Suspicion> byAlerts(Incident incident, Set<String> found) {
    List<Suspicion> suspected = new ArrayList<>();
    String words = words(incident);
    for (String target : incident.scope()) {
      for (FaultKind kind : catalogue.kinds()) {
        if (kind.matches(words) && provable.test(kind, target)) {
          suspected.add(
              new Suspicion(
                  kind,
                  target,
                  prior(kind, incident, target, found.contains(Inventory.hostPart(target))),
                  "the words of the alert or the question fit it"));
        }
      }
    }
    String named = names(incident);
    suspected.sort(
        Comparator.comparing((Suspicion suspicion) -> !suspicion.kind().matches(named))
            .thenComparing(Comparator.comparingDouble(Suspicion::prior).reversed()));
    Map<String, Integer> places = new HashMap<>();
    return suspected.stream()
        .filter(suspicion -> places.merge(suspicion.kind().id(), 1, Integer::sum) <= PLACES_MAX)
        .limit(BY_ALERT_MAX)
        .toList();
  }

  /**
   * @param found whether anything was found there
   */
  private static double prior(FaultKind kind, Incident incident, String target, boolean found) {
    double prior = kind.prior();
    if (kind.matches(words(incident))) {
      prior *= ALERT_RAISES;
    }
    if (!found && !incident.alerting().contains(Inventory.hostPart(target))) {
      prior *= ELSEWHERE;
    }
    return Math.min(prior, PRIOR_MAX);
  }

  /** What the alerts are called, and the question: they say more than labels and annotations do. */
  private static String names(Incident incident) {
    StringBuilder words = new StringBuilder(incident.question().orElse(""));
    incident.alerts().forEach(alert -> words.append('\n').append(alert.name()));
    return words.toString();
  }

  /** Everything that alerts and the question say, in one text. */
  static String words(Incident incident) {
    StringBuilder words = new StringBuilder(incident.question().orElse(""));
    for (Alert alert : incident.alerts()) {
      words.append('\n').append(alert.name());
      alert.labels().values().forEach(value -> words.append('\n').append(value));
      alert.annotations().values().forEach(value -> words.append('\n').append(value));
    }
    return words.toString();
  }
}
