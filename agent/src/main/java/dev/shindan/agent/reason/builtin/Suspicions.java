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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Which fault kinds on which targets are worth a hypothesis: by findings, then by alert words, then
 * by what they would explain.
 */
final class Suspicions {
  /** More hypotheses than this only cost tests. */
  static final int HYPOTHESES_MAX = 16;

  /** So many more for what could lie behind one that is supported. */
  private static final int DEEPER_MAX = 12;

  private static final int BY_ALERT_MAX = 10;

  /** Words alone say little about the place: of one kind no more places than this. */
  private static final int PLACES_MAX = 2;

  /** A dependency is less often the place than the target that alerts. */
  private static final double ELSEWHERE = 0.5;

  private final Catalogue catalogue;
  private final BiPredicate<FaultKind, String> provable;
  private final DeeperCauses deeperCauses;

  /**
   * @param provable whether a fault kind can be proved on a target with the tools there are; where
   *     it cannot, a hypothesis would only take the place of one that can be tested
   */
  Suspicions(Catalogue catalogue, Inventory inventory, BiPredicate<FaultKind, String> provable) {
    this.catalogue = catalogue;
    this.provable = provable;
    this.deeperCauses = new DeeperCauses(catalogue, inventory, provable);
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
    add(suspicions, HYPOTHESES_MAX, known, fresh);
    add(deeperCauses.of(caseFile), HYPOTHESES_MAX + DEEPER_MAX, known, fresh);
    return fresh;
  }

  private static void add(
      List<Suspicion> suspicions, int max, List<Hypothesis> known, List<Hypothesis> fresh) {
    for (Suspicion suspicion : suspicions) {
      if (known.size() < max && known.stream().noneMatch(suspicion::isOn)) {
        Hypothesis hypothesis = suspicion.hypothesis("h" + (known.size() + 1));
        known.add(hypothesis);
        fresh.add(hypothesis);
      }
    }
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
   * Each alert in turn has the next place: of several that fire, the one whose words fit many kinds
   * does not silence the others.
   *
   * @param found the places of what was found
   */
  private List<Suspicion> byAlerts(Incident incident, Set<String> found) {
    List<Deque<Suspicion>> queues = new ArrayList<>();
    wordsByName(incident)
        .forEach(
            (name, words) -> queues.add(new ArrayDeque<>(fitting(name, words, incident, found))));
    Set<Suspicion> inTurn = new LinkedHashSet<>();
    while (queues.stream().anyMatch(queue -> !queue.isEmpty())) {
      queues.stream().map(Deque::poll).filter(Objects::nonNull).forEach(inTurn::add);
    }
    Map<String, Integer> places = new HashMap<>();
    return inTurn.stream()
        .filter(suspicion -> places.merge(suspicion.kind().id(), 1, Integer::sum) <= PLACES_MAX)
        .limit(BY_ALERT_MAX)
        .toList();
  }

  /**
   * @param name what the alert is called, or the question: it says more than labels and annotations
   */
  private List<Suspicion> fitting(String name, String words, Incident incident, Set<String> found) {
    List<Suspicion> fitting = new ArrayList<>();
    for (String target : incident.scope()) {
      for (FaultKind kind : catalogue.kinds()) {
        if (kind.matches(words) && provable.test(kind, target)) {
          fitting.add(
              new Suspicion(
                  kind,
                  target,
                  prior(kind, incident, target, found.contains(Inventory.hostPart(target))),
                  "the words of the alert or the question fit it"));
        }
      }
    }
    fitting.sort(
        Comparator.comparing((Suspicion suspicion) -> !suspicion.kind().matches(name))
            .thenComparing(Comparator.comparingDouble(Suspicion::prior).reversed()));
    return fitting;
  }

  /**
   * @param found whether anything was found there
   */
  private static double prior(FaultKind kind, Incident incident, String target, boolean found) {
    double prior = kind.prior();
    if (kind.matches(words(incident))) {
      prior *= Suspicion.SYMPTOM_RAISES;
    }
    if (!found && !incident.alerting().contains(Inventory.hostPart(target))) {
      prior *= ELSEWHERE;
    }
    return Math.min(prior, Suspicion.PRIOR_MAX);
  }

  /** Everything that alerts and the question say, in one text. */
  static String words(Incident incident) {
    return String.join("\n", wordsByName(incident).values());
  }

  /** What is said by the question, and by the alerts of one name. */
  private static Map<String, String> wordsByName(Incident incident) {
    Map<String, String> words = new LinkedHashMap<>();
    incident.question().ifPresent(question -> words.put(question, question));
    for (Alert alert : incident.alerts()) {
      StringBuilder said = new StringBuilder(alert.name());
      alert.labels().values().forEach(value -> said.append('\n').append(value));
      alert.annotations().values().forEach(value -> said.append('\n').append(value));
      words.merge(alert.name(), said.toString(), (before, more) -> before + "\n" + more);
    }
    return words;
  }
}
