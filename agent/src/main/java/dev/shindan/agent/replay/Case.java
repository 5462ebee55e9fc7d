package dev.shindan.agent.replay;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Outcome;
import dev.shindan.agent.model.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One incident with its recordings and the true answer.
 *
 * @param raws contents of the raw outputs by file name
 */
public record Case(
    String name, Description description, List<RecordedCall> calls, Map<String, byte[]> raws) {
  public Case {
    calls = List.copyOf(calls);
    raws = Map.copyOf(raws);
  }

  /**
   * The file {@code case.yaml}.
   *
   * @param now the frozen time at which the investigation begins
   */
  public record Description(
      String about, Instant now, Question incident, List<Machine> inventory, Truth truth) {
    public Description {
      inventory = List.copyOf(inventory);
    }
  }

  /** What the engines may see. */
  public record Question(
      String title,
      Instant onset,
      List<String> scope,
      List<String> alerting,
      List<Alert> alerts,
      Optional<String> question) {}

  /** A target of the case's own inventory. */
  public record Machine(
      String name,
      dev.shindan.agent.model.TargetKind kind,
      List<String> addresses,
      List<String> roles,
      List<String> services,
      List<String> dependsOn) {}

  /**
   * The true answer; no engine ever sees it.
   *
   * @param target component or host; empty unless the outcome is a root cause
   * @param kinds fault kinds that are right, the best first
   * @param forbidden kinds whose naming is a wrong accusation
   */
  public record Truth(
      Outcome outcome, Optional<String> target, List<String> kinds, List<String> forbidden) {
    public Truth {
      kinds = List.copyOf(kinds);
      forbidden = List.copyOf(forbidden);
    }
  }

  public Incident incident() {
    Question question = description.incident();
    return new Incident(
        name,
        question.title(),
        description.now(),
        question.onset(),
        question.scope(),
        question.alerting(),
        question.alerts(),
        question.question());
  }

  public Inventory inventory() {
    return new Inventory(
        description.inventory().stream()
            .map(
                machine ->
                    new Target(
                        machine.name(),
                        machine.kind(),
                        java.util.Set.copyOf(machine.addresses()),
                        machine.roles(),
                        machine.services(),
                        machine.dependsOn(),
                        Map.of()))
            .toList());
  }
}
