package dev.shindan.agent.signal;

/**
 * A step of an operation that is taken more or less often than before: a log line that is written,
 * a call that is made, or a failure that starts there. Counting by run and not by minute makes it
 * blind to how many requests there were.
 *
 * @param step the template of the line, or the service and operation that is called
 * @param severe whether the step itself tells of an error
 */
public record StepChange(
    String service, String operation, Kind kind, String step, boolean severe, ShareShift shift) {
  /** A new step that tells of no error is mostly another path of the program. */
  private static final double NEW_AND_HARMLESS = 0.3;

  /** An error that is gone is no trouble. */
  private static final double ERROR_GONE = 0.1;

  /** What kind of step. */
  public enum Kind {
    LINE,
    CALL,
    /** The run failed although nothing it called had failed: where an error starts. */
    FAILURE
  }

  public boolean gone() {
    return shift.after() < shift.before();
  }

  /** From 0 to 1; the shift, weighed by how much this direction tells of trouble. */
  public double strength() {
    double weight = gone() ? (severe ? ERROR_GONE : 1) : (severe ? 1 : NEW_AND_HARMLESS);
    return weight * shift.strength();
  }
}
