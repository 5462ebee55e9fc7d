package dev.shindan.agent.trail;

import java.time.Instant;
import java.util.List;

/**
 * The durable way in for what people and alerts have to say to an investigation. A message stays
 * until it is on the trail; the trail, by message id, says which those are.
 */
public interface Inbox {
  /**
   * @param id given by the inbox, ascending within an investigation as text
   * @param kind {@code message}, {@code stop}, {@code alert} or {@code feedback}
   * @param body text of a message, JSON of an alert or a feedback
   */
  record Message(String id, String kind, String author, String body, Instant at) {}

  /** Stores a message; durable on return. Returns its id. */
  String post(String investigation, String kind, String author, String body);

  /** All messages of an investigation, in the order they came. */
  List<Message> messages(String investigation);
}
