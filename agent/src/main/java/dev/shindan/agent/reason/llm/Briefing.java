package dev.shindan.agent.reason.llm;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.HypothesisState;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What a model is told of the incident at the start, and of where things stand at the end. */
final class Briefing {
  private Briefing() {}

  static String incident(Incident incident, Inventory inventory) {
    StringBuilder data = new StringBuilder("title: ").append(incident.title());
    incident.question().ifPresent(question -> data.append("\nquestion: ").append(question));
    for (Alert alert : incident.alerts()) {
      data.append("\nalert ").append(alert.name()).append(", ");
      data.append(alert.severity().name().toLowerCase(Locale.ROOT));
      data.append(alert.firing() ? ", firing since " : ", ended, from ").append(alert.startsAt());
      data.append("\n  labels ").append(new TreeMap<>(alert.labels()));
      data.append("\n  annotations ").append(new TreeMap<>(alert.annotations()));
    }
    StringBuilder text = new StringBuilder("The incident, as it was reported:\n");
    text.append(Excerpt.data(data.toString()));
    text.append("\nOnset: ").append(incident.onset());
    text.append("\nIn scope: ").append(String.join(", ", incident.scope()));
    text.append("\nAlerting: ").append(orNone(incident.alerting()));
    text.append("\nTargets of the inventory:");
    inventory.targets().forEach(target -> text.append("\n- ").append(line(target)));
    return text.toString();
  }

  private static String line(Target target) {
    return target.name()
        + ": "
        + target.kind().name().toLowerCase(Locale.ROOT)
        + "; roles "
        + orNone(target.roles())
        + "; runs "
        + orNone(target.services())
        + "; calls "
        + orNone(target.dependsOn());
  }

  /** The ledger, the budget, and who waits. */
  static String standing(CaseFile caseFile) {
    StringBuilder text = new StringBuilder("Where things stand\n");
    List<HypothesisState> ledger = caseFile.hypotheses();
    text.append(ledger.isEmpty() ? "No hypothesis is on the ledger.\n" : "");
    for (HypothesisState state : ledger) {
      text.append(
          "%s %s on %s: %s, probability %.2f, %d for, %d against\n"
              .formatted(
                  state.hypothesis().id(),
                  state.hypothesis().kind(),
                  state.hypothesis().target(),
                  state.status().name().toLowerCase(Locale.ROOT),
                  state.probability(),
                  count(state, dev.shindan.agent.model.Bearing.SUPPORTS),
                  count(state, dev.shindan.agent.model.Bearing.REFUTES)));
    }
    text.append("Left: ")
        .append(Math.max(0, caseFile.limits().movesMax() - caseFile.moves()))
        .append(" moves, ")
        .append(Math.max(0, caseFile.limits().toolCallsMax() - caseFile.toolCalls()))
        .append(" tool calls.");
    caseFile
        .unanswered()
        .forEach(
            (number, said) ->
                text.append("\n")
                    .append(said.author())
                    .append(" waits for an answer to #")
                    .append(number)
                    .append('.'));
    if (caseFile.verdict().isPresent()) {
      text.append("\nThe verdict is given; only the person is to be answered.");
    }
    return text.toString();
  }

  private static long count(HypothesisState state, dev.shindan.agent.model.Bearing bearing) {
    return state.evidence().stream().filter(item -> item.bearing() == bearing).count();
  }

  private static String orNone(List<String> words) {
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
