package dev.shindan.agent.triage;

import dev.shindan.agent.model.Alert;
import dev.shindan.agent.model.Incident;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where incidents and the queue of their investigations are kept. Durable on return, thread-safe;
 * several processes may share one.
 *
 * <p>An incident has one investigation, which is queued, running under a lease, or ended.
 */
public interface IncidentStore {
  /**
   * Takes in an alert, in one transaction: a delivery that was taken before is answered with {@link
   * Receipt.Repeated}; a firing alert joins the latest incident that was opened within {@code
   * joinWithin} and shares a target or an alert name with {@code ifNew}, and is posted to its
   * inbox; otherwise it opens {@code ifNew} with a queued investigation. A firing alert that joins
   * an ended investigation puts it back into the queue. The end of an alert is treated as by {@link
   * #acceptEnd}.
   *
   * @param ifNew the incident this alert would be alone, with the alert among its alerts
   * @param investigationIfNew a fresh id
   */
  Receipt accept(Alert alert, Incident ifNew, String investigationIfNew, Duration joinWithin);

  /**
   * Takes in the end of an alert: posted to the inbox of the incident that the same alert belongs
   * to, else only recorded. Never opens or reopens anything.
   */
  Receipt acceptEnd(Alert ended);

  /** Opens an incident with a queued investigation; opening the same incident again is harmless. */
  Filed open(Incident incident, String investigation);

  /** Opens an incident whose investigation this worker does itself, past the queue. */
  Filed openLeased(Incident incident, String investigation, String worker, Duration lease);

  /**
   * The latest incidents, newest first.
   *
   * @param before id of the incident to go on after; blank to begin with the newest
   */
  List<Filed> list(int limit, String before);

  Optional<Filed> find(String incident);

  Optional<Filed> findByInvestigation(String investigation);

  /** The investigation of an incident. */
  default Optional<String> investigationOf(String incident) {
    return find(incident).map(Filed::investigation);
  }

  /** Queued and running investigations, the one that waits longest first. */
  List<Filed> unfinished();

  /**
   * Leases the unfinished investigation that waits longest and that no living worker holds: it is
   * queued, or its lease has run out.
   *
   * @param worker a name that no other worker of any process has
   */
  Optional<Lease> claim(String worker, Duration lease);

  /** Extends a lease; false when it was lost, and the worker must let go. */
  boolean renew(String investigation, String worker, Duration lease);

  /** Gives an investigation back to the queue; nothing happens when the lease was lost. */
  void release(String investigation, String worker);

  /**
   * Ends an investigation, unless a message reached its inbox after {@code lastMessageTaken}: then
   * it goes back into the queue.
   *
   * @param summary JSON for the list of incidents
   * @param lastMessageTaken the last inbox message on the trail; blank when there is none
   * @return whether it ended; false also when the lease was lost
   */
  boolean finish(String investigation, String worker, String summary, String lastMessageTaken);

  /** Queues an ended investigation again; false when it had not ended or is unknown. */
  boolean reopen(String investigation);
}
