package dev.shindan.web;

import dev.shindan.agent.model.Claim;
import dev.shindan.agent.trail.CaseFile;
import dev.shindan.agent.trail.Entry;
import dev.shindan.agent.trail.Event;
import dev.shindan.agent.trail.Inbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What people said to an investigation and what it answered, oldest first. */
record Chat(String investigation, List<Line> lines) {
  /**
   * One thing said.
   *
   * @param own said by Shindan
   * @param waiting not yet on the trail
   */
  record Line(String author, Instant at, boolean own, boolean waiting, List<Claim> claims) {}

  static Chat of(CaseFile file, List<Inbox.Message> inbox) {
    List<Line> lines = new ArrayList<>();
    for (Entry entry : file.entries()) {
      if (entry.event() instanceof Event.Said said) {
        lines.add(spoken(said.author(), entry.at(), false, said.text()));
      } else if (entry.event() instanceof Event.Replied replied) {
        lines.add(new Line(replied.by(), entry.at(), true, false, replied.claims()));
      }
    }
    for (Inbox.Message message : inbox) {
      if (message.kind().equals("message") && !file.hasTaken(message.id())) {
        lines.add(spoken(message.author(), message.at(), true, message.body()));
      }
    }
    return new Chat(file.investigation(), lines);
  }

  private static Line spoken(String author, Instant at, boolean waiting, String text) {
    return new Line(author, at, false, waiting, List.of(new Claim(text, List.of())));
  }
}
