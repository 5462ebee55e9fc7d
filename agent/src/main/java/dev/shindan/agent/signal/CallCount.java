package dev.shindan.agent.signal;

/**
 * An operation that calls another more often in a run than before.
 *
 * @param perRunBefore mean over the runs that made the call at all
 * @param afterFailure the share of the additional calls that followed a failed one of the same kind
 *     in the same run: retries, otherwise fan-out
 */
public record CallCount(
    String service,
    String operation,
    String called,
    double perRunBefore,
    double perRunAfter,
    double afterFailure) {
  public boolean retries() {
    return afterFailure >= 0.5;
  }
}
