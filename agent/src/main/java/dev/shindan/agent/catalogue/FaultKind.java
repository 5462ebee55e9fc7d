package dev.shindan.agent.catalogue;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A known way in which things break.
 *
 * @param prior probability that it is behind an incident of which nothing is known
 * @param alerts patterns over the words of an alert or a question that make it more likely
 * @param explains kinds that are its symptoms, on the same target or on one that depends on it
 * @param remedy what a person may do about it
 */
public record FaultKind(
    String id,
    String name,
    String domain,
    double prior,
    List<Pattern> alerts,
    List<String> explains,
    List<Check> checks,
    String remedy) {
  public FaultKind {
    alerts = List.copyOf(alerts);
    explains = List.copyOf(explains);
    checks = List.copyOf(checks);
  }

  /** Whether the words of an alert or a question name its symptoms. */
  public boolean matches(String words) {
    return alerts.stream().anyMatch(pattern -> pattern.matcher(words).find());
  }
}
