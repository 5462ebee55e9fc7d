package dev.shindan.web;

import dev.shindan.agent.tool.Redaction;

/** Puts what a person says into the inbox of an investigation and wakes it. */
final class Messages {
  private static final Redaction REDACTION = new Redaction();

  private Messages() {}

  /** Returns the id of the message; it is stored by then. */
  static String post(WebPorts ports, String id, String kind, String author, String body) {
    String message = ports.inbox().post(id, kind, author, REDACTION.clean(body));
    ports.investigations().wake(id);
    return message;
  }
}
