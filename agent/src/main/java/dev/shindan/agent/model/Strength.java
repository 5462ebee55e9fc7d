package dev.shindan.agent.model;

/**
 * How strongly an observation speaks, as a likelihood ratio.
 *
 * <p>The ratios follow the customary scale for expressing the weight of evidence (Good, 1950; Kass
 * and Raftery, 1995): 3 barely worth a mention, 20 strong, 150 decisive.
 */
public enum Strength {
  WEAK(2),
  MODERATE(5),
  STRONG(20),
  DECISIVE(200);

  private final double likelihoodRatio;

  Strength(double likelihoodRatio) {
    this.likelihoodRatio = likelihoodRatio;
  }

  /** Natural logarithm of the likelihood ratio; always positive. */
  public double logOdds() {
    return Math.log(likelihoodRatio);
  }
}
