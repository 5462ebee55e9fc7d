package dev.shindan.web;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Verdict;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The targets of an investigation in the order in which a reader wants to see them. */
record Suspects(List<String> targets) {
  Suspects {
    targets = List.copyOf(targets);
  }

  /** Causes first, then hypotheses by probability, then what alerts. */
  static Suspects of(CaseFile file) {
    List<String> targets = new ArrayList<>();
    file.verdict().stream()
        .flatMap(verdict -> verdict.causes().stream())
        .map(Verdict.Cause::target)
        .forEach(targets::add);
    file.hypotheses().stream()
        .sorted(Comparator.comparingDouble(HypothesisState::probability).reversed())
        .map(state -> state.hypothesis().target())
        .forEach(targets::add);
    targets.addAll(file.incident().alerting());
    return new Suspects(targets.stream().map(Inventory::hostPart).distinct().toList());
  }

  /** 0 for the foremost; a target that nobody suspects stands behind all. */
  int rank(String target) {
    int at = targets.indexOf(Inventory.hostPart(target));
    return at < 0 ? targets.size() : at;
  }
}
