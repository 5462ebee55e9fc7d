package dev.shindan.agent.reason.builtin;

import dev.shindan.agent.catalogue.Catalogue;
import dev.shindan.agent.catalogue.FaultKind;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Citation;
import dev.shindan.agent.model.Claim;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Finding;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.reason.Move;
import dev.shindan.agent.tool.Toolbox;
import dev.shindan.agent.trail.AgainstNoFault;
import dev.shindan.agent.trail.CallState;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import dev.shindan.agent.trail.StillFiring;
import dev.shindan.agent.trail.UnansweredStores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ends an investigation: root cause, no fault, or inconclusive with what was not seen. */
final class Conclusion {
  /** A hypothesis at this probability stands in the way of calling a target healthy. */
  private static final double SUSPECT_FROM = 0.5;

  private static final int CLAIMS_MAX = 6;

  private final Catalogue catalogue;
  private final Toolbox toolbox;
  private final Causes causes;

  Conclusion(Catalogue catalogue, Toolbox toolbox, Inventory inventory) {
    this.catalogue = catalogue;
    this.toolbox = toolbox;
    this.causes = new Causes(catalogue, inventory);
  }

  Move.Conclude of(CaseFile caseFile) {
    List<HypothesisState> named = causes.of(caseFile);
    if (!named.isEmpty()) {
      return rootCause(named);
    }
    return isHealthy(caseFile) ? noFault(caseFile) : inconclusive(caseFile);
  }

  private Move.Conclude rootCause(List<HypothesisState> named) {
    List<Move.NamedCause> carried = new ArrayList<>();
    List<Claim> summary = new ArrayList<>();
    List<String> next = new ArrayList<>();
    for (HypothesisState state : named) {
      List<Claim> claims = claims(state, Bearing.SUPPORTS);
      carried.add(new Move.NamedCause(state.hypothesis().id(), claims));
      Claim first = claims.getFirst();
      summary.add(
          new Claim(state.hypothesis().statement() + ": " + first.text(), first.citations()));
      catalogue.find(state.hypothesis().kind()).map(FaultKind::remedy).ifPresent(next::add);
    }
    return new Move.Conclude(Outcome.ROOT_CAUSE, carried, summary, next);
  }

  /** What the evidence on one side says, strongest first, each sentence once. */
  static List<Claim> claims(HypothesisState state, Bearing bearing) {
    Map<String, Claim> byText = new LinkedHashMap<>();
    state.evidence().stream()
        .filter(item -> item.bearing() == bearing)
        .sorted(Comparator.comparing(Evidence::strength).reversed())
        .forEach(
            item ->
                byText.putIfAbsent(
                    item.why(),
                    new Claim(item.why(), List.of(new Citation(item.entry(), item.quote())))));
    return byText.values().stream().limit(CLAIMS_MAX).toList();
  }

  private boolean isHealthy(CaseFile caseFile) {
    return caseFile.hypotheses().stream().noneMatch(state -> state.probability() >= SUSPECT_FROM)
        && AgainstNoFault.reasons(caseFile, toolbox).isEmpty();
  }

  private Move.Conclude noFault(CaseFile caseFile) {
    List<Claim> summary = new ArrayList<>();
    for (String target : caseFile.incident().scope()) {
      List<Citation> looks =
          AgainstNoFault.looks(caseFile, toolbox, target).values().stream()
              .distinct()
              .map(call -> new Citation(call.number(), ""))
              .toList();
      summary.add(
          new Claim(
              "errors, saturation and latency were observed on "
                  + target
                  + " and no known fault was found",
              looks));
    }
    findings(caseFile).forEach(summary::add);
    return new Move.Conclude(Outcome.NO_FAULT, List.of(), summary, List.of());
  }

  private Move.Conclude inconclusive(CaseFile caseFile) {
    List<Claim> summary = new ArrayList<>(unseen(caseFile));
    summary.addAll(UnansweredStores.claims(caseFile));
    summary.addAll(StillFiring.claims(caseFile));
    leaders(caseFile).forEach(state -> summary.addAll(claims(state, Bearing.SUPPORTS)));
    findings(caseFile).forEach(summary::add);
    Map<String, Claim> distinct = new LinkedHashMap<>();
    summary.forEach(claim -> distinct.putIfAbsent(claim.text(), claim));
    return new Move.Conclude(
        Outcome.INCONCLUSIVE,
        List.of(),
        distinct.values().stream().limit(2L * CLAIMS_MAX).toList(),
        nextChecks(caseFile));
  }

  /** The way out when a better conclusion was refused. */
  Move.Conclude withoutClaims(CaseFile caseFile) {
    return new Move.Conclude(Outcome.INCONCLUSIVE, List.of(), List.of(), nextChecks(caseFile));
  }

  private List<String> nextChecks(CaseFile caseFile) {
    Set<String> next = new LinkedHashSet<>();
    for (String target : caseFile.incident().scope()) {
      if (caseFile.cutOff(target).isPresent()) {
        next.add("restore access to " + target + " and look again");
      }
    }
    AgainstNoFault.notObserved(caseFile, toolbox).forEach(gap -> next.add("look at " + gap));
    for (HypothesisState state : leaders(caseFile)) {
      next.add("find evidence of another kind for or against: " + state.hypothesis().statement());
    }
    return List.copyOf(next);
  }

  private static List<HypothesisState> leaders(CaseFile caseFile) {
    return caseFile.hypotheses().stream()
        .filter(state -> state.status() != HypothesisState.Status.REFUTED)
        .filter(state -> state.hasAny(Bearing.SUPPORTS))
        .sorted(Comparator.comparingDouble(HypothesisState::probability).reversed())
        .limit(3)
        .toList();
  }

  /** One sentence a target that answered nothing, or a call that failed, each cited. */
  private static List<Claim> unseen(CaseFile caseFile) {
    Map<String, Claim> unseen = new LinkedHashMap<>();
    for (CallState call : caseFile.calls()) {
      String target = call.call().target();
      Optional<String> what = call.answered().map(answered -> answered.answer().inWords());
      if (!call.observed() && what.isPresent()) {
        boolean cutOff = caseFile.cutOff(target).isPresent();
        String words =
            cutOff && call.cutOff()
                ? target + " could not be reached: " + what.get()
                : call.call().tool() + " on " + target + " could not be seen: " + what.get();
        unseen.putIfAbsent(
            cutOff && call.cutOff() ? target : words,
            new Claim(words, List.of(new Citation(call.number(), ""))));
      }
    }
    return unseen.values().stream().limit(CLAIMS_MAX).toList();
  }

  private static List<Claim> findings(CaseFile caseFile) {
    List<Claim> claims = new ArrayList<>();
    for (CallState call : caseFile.calls()) {
      for (Finding finding : call.findings()) {
        claims.add(
            new Claim(
                finding.target() + ": " + finding.text(),
                List.of(new Citation(call.number(), finding.quote()))));
      }
    }
    return claims.stream().limit(CLAIMS_MAX).toList();
  }
}
