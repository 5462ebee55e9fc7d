package dev.shindan.agent.catalogue;

import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Strength;

/** What one side of a check says on its fault kind. */
public record Weight(Bearing bearing, Strength strength) {
  /** Says nothing. */
  static final Weight NONE = new Weight(Bearing.NEUTRAL, Strength.WEAK);

  /** P(this side | kind) / P(this side | not kind). */
  public double likelihoodRatio() {
    return switch (bearing) {
      case SUPPORTS -> Math.exp(strength.logOdds());
      case REFUTES -> Math.exp(-strength.logOdds());
      case NEUTRAL -> 1;
    };
  }
}
