package dev.shindan.agent.model;

/**
 * A claimed cause that a test could refute.
 *
 * @param id short and unique in its investigation, for example {@code h3}
 * @param kind an id of the fault catalogue, or {@code other}
 * @param target a target of the inventory, or a component of one such as {@code app1:/data}
 * @param prior probability before any evidence, in (0, 1)
 * @param because why it was put forward; guidance, not evidence
 */
public record Hypothesis(
    String id, String kind, String target, String statement, double prior, String because) {
  /** The kind for a cause that the catalogue does not know. */
  public static final String OTHER = "other";

  public Hypothesis {
    if (!(prior > 0 && prior < 1)) {
      throw new IllegalArgumentException("a prior lies between 0 and 1, not " + prior);
    }
    if (id.isBlank() || kind.isBlank() || target.isBlank()) {
      throw new IllegalArgumentException("a hypothesis needs id, kind and target");
    }
  }
}
