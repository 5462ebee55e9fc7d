package dev.shindan.agent.source;

import dev.shindan.agent.model.Alert;
import java.time.Instant;
import java.util.List;

/** What a monitoring system answered about the alerts that fire. */
public sealed interface FiringAlerts {
  /**
   * @param complete false when some could not be read, or there are more
   * @param origin the system that answered, for the reader
   */
  record Found(List<Firing> alerts, boolean complete, String origin) implements FiringAlerts {
    public Found {
      alerts = List.copyOf(alerts);
    }
  }

  /** The system did not answer; never to be read as "nothing fires". */
  record Unavailable(Selection.Reason reason, String detail) implements FiringAlerts {}

  /**
   * One alert that fires, also one that nobody is told of.
   *
   * @param silences those that keep it quiet
   * @param inhibited kept quiet because another alert fires
   */
  record Firing(Alert alert, List<Silence> silences, boolean inhibited) {
    public Firing {
      silences = List.copyOf(silences);
    }
  }

  /** A person's order that certain alerts be kept quiet. */
  record Silence(String id, Instant endsAt, String author, String comment) {}
}
