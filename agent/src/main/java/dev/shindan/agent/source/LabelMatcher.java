package dev.shindan.agent.source;

/** A condition on one label of a series. */
public record LabelMatcher(String label, Operator operator, String value) {
  /** How the label is compared; patterns are RE2, anchored at both ends. */
  public enum Operator {
    EQUALS,
    NOT_EQUALS,
    MATCHES,
    NOT_MATCHES
  }

  public static LabelMatcher equalTo(String label, String value) {
    return new LabelMatcher(label, Operator.EQUALS, value);
  }

  public static LabelMatcher matching(String label, String pattern) {
    return new LabelMatcher(label, Operator.MATCHES, pattern);
  }
}
