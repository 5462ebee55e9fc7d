package dev.shindan.agent.tool;

/** How much a call weighs on the target. */
public enum Cost {
  LIGHT(1),
  SAMPLED(3),
  HEAVY(8);

  private final int weight;

  Cost(int weight) {
    this.weight = weight;
  }

  /** Relative cost for choosing the next test; a light read is 1. */
  public int weight() {
    return weight;
  }
}
