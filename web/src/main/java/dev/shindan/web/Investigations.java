package dev.shindan.web;

import dev.shindan.agent.settings.WrongInput;
import java.util.List;
import java.util.Optional;

/** What the server asks of the rest of Shindan: to open, list and wake investigations. */
public interface Investigations {
  /**
   * What became of a webhook body.
   *
   * @param investigations the investigations it opened or joined
   * @param alerts how many alerts it carried
   * @param repeated how many of them had been delivered before
   */
  record Receipt(List<String> investigations, int alerts, int repeated) {
    public Receipt {
      investigations = List.copyOf(investigations);
    }
  }

  /**
   * Opens an investigation; durable on return.
   *
   * @param hosts names of inventory targets; empty means those the question names, or all
   * @return its id
   * @throws WrongInput in one line, when a host is unknown
   */
  String open(String question, List<String> hosts);

  /**
   * Takes an authenticated webhook body; durable on return.
   *
   * @param source the name in the path, for example {@code alertmanager}
   * @throws WrongInput in one line, when the source is unknown or the body malformed
   */
  Receipt accept(String source, byte[] body);

  /**
   * What became of a body of changes.
   *
   * @param changes how many it carried
   * @param repeated how many of them had been told before
   */
  record Noted(int changes, int repeated) {}

  /**
   * Takes an authenticated body of deploy markers; durable on return.
   *
   * @param source the name in the path: who tells, for example {@code jenkins}
   * @throws WrongInput in one line, when the body is malformed
   */
  Noted note(String source, byte[] body);

  /** The latest incidents, newest first. */
  List<IncidentSummary> list(int countMax);

  /** A message waits in the inbox of this investigation. */
  void wake(String investigation);

  /** Why no investigation could be run at present, in one line; empty when all is well. */
  Optional<String> check();
}
