package dev.shindan.agent.trail;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Strength;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A hypothesis with all evidence weighed against it so far.
 *
 * @param pinnedHealthy a person says that the target is fine and nothing observed contradicts it
 */
public record HypothesisState(
    Hypothesis hypothesis, List<Evidence> evidence, boolean pinnedHealthy) {
  /** Where a hypothesis stands. */
  public enum Status {
    OPEN,
    SUPPORTED,
    REFUTED,
    INCONCLUSIVE
  }

  /** Below this probability a hypothesis with refuting evidence is refuted. */
  public static final double REFUTED_BELOW = 0.1;

  /** At or above this probability a hypothesis with supporting evidence is supported. */
  public static final double SUPPORTED_FROM = 0.7;

  /** Nothing that rests on one basis alone is surer than this, unless a check was decisive. */
  public static final double ONE_BASIS_CAP = 0.85;

  /** Nothing is surer than this. */
  public static final double CAP = 0.99;

  public HypothesisState {
    evidence = List.copyOf(evidence);
  }

  /** Prior odds times the strongest evidence of each basis on each side, as a probability. */
  public double probability() {
    double odds = Math.log(hypothesis.prior() / (1 - hypothesis.prior()));
    for (double weight : strongest(Bearing.SUPPORTS).values()) {
      odds += weight;
    }
    for (double weight : strongest(Bearing.REFUTES).values()) {
      odds -= weight;
    }
    if (pinnedHealthy) {
      odds -= Strength.MODERATE.logOdds();
    }
    return Math.min(1 / (1 + Math.exp(-odds)), cap());
  }

  public Status status() {
    double probability = probability();
    boolean supported = hasAny(Bearing.SUPPORTS);
    boolean refuted = hasAny(Bearing.REFUTES);
    if (refuted && probability < REFUTED_BELOW) {
      return Status.REFUTED;
    }
    if (supported && probability >= SUPPORTED_FROM) {
      return Status.SUPPORTED;
    }
    return supported && refuted ? Status.INCONCLUSIVE : Status.OPEN;
  }

  public boolean hasAny(Bearing bearing) {
    return evidence.stream().anyMatch(item -> item.bearing() == bearing);
  }

  public boolean hasDecisiveSupport() {
    return evidence.stream()
        .anyMatch(
            item -> item.bearing() == Bearing.SUPPORTS && item.strength() == Strength.DECISIVE);
  }

  /** How many different bases support it. */
  public long supportingBases() {
    return strongest(Bearing.SUPPORTS).size();
  }

  private double cap() {
    return hasDecisiveSupport() || supportingBases() >= 2 ? CAP : ONE_BASIS_CAP;
  }

  private Map<String, Double> strongest(Bearing bearing) {
    Map<String, Double> byBasis = new HashMap<>();
    for (Evidence item : evidence) {
      if (item.bearing() == bearing) {
        byBasis.merge(item.basis(), item.strength().logOdds(), Math::max);
      }
    }
    return byBasis;
  }
}
