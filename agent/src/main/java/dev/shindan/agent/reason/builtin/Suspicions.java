package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Which fault kinds on which targets are worth a hypothesis: by findings, then by alert words. */
final class Suspicions {
  /** More hypotheses than this only cost tests. */
  static final int HYPOTHESES_MAX = 16;

  private static final int BY_ALERT_MAX = 10;

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
    suspicions.addAll(byAlerts(caseFile.incident()));
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

  private List<Suspicion> byFindings(CaseFile caseFile) {
    Map<String, Suspicion> found = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>(caseFile.findings());
    findings.sort(Comparator.comparing(Finding::severity, Comparator.reverseOrder()));
    for (Finding finding : findings) {
      boolean supports =
          catalogue
              .check(finding.id())
              .map(check -> check.then().bearing() == Bearing.SUPPORTS)
              .orElse(false);
      if (supports && finding.severity() != Severity.INFO) {
        FaultKind kind = catalogue.find(finding.id().replaceFirst("/.*", "")).orElseThrow();
        found.putIfAbsent(
            kind.id() + "@" + finding.target(),
            new Suspicion(
                kind,
                finding.target(),
                prior(kind, caseFile.incident(), finding.target()),
                "found: " + finding.text()));
      }
    }
    return new ArrayList<>(found.values());
  }

  private List<Suspicion> byAlerts(Incident incident) {
    List<Suspicion> suspected = new ArrayList<>();
    String words = words(incident);
    for (String target : incident.scope()) {
      for (FaultKind kind : catalogue.kinds()) {
        if (kind.matches(words) && provable.test(kind, target)) {
          suspected.add(
              new Suspicion(
                  kind,
                  target,
                  prior(kind, incident, target),
                  "the words of the alert or the question fit it"));
        }
      }
    }
    suspected.sort(Comparator.comparingDouble(Suspicion::prior).reversed());
    return suspected.stream().limit(BY_ALERT_MAX).toList();
  }

  private static double prior(FaultKind kind, Incident incident, String target) {
    double prior = kind.prior();
    if (kind.matches(words(incident))) {
      prior *= ALERT_RAISES;
    }
    if (!incident.alerting().contains(Inventory.hostPart(target))) {
      prior *= ELSEWHERE;
    }
    return Math.min(prior, PRIOR_MAX);
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
