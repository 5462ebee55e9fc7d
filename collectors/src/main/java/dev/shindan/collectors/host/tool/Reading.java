package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The output of one call, for its reader. */
record Reading(ToolCall call, CallContext context, List<Section> sections) {
  Reading {
    sections = List.copyOf(sections);
  }

  /** The lines of a section that must be complete and must say something. */
  List<String> whole(int index) {
    Section section = section(index);
    if (section.cut()) {
      throw new UnreadableOutput("complete output", "[output cut]");
    }
    if (section.lines().isEmpty()) {
      throw new UnreadableOutput("output", "nothing");
    }
    return section.lines();
  }

  /** A section that may be silent or lack its middle. */
  Section section(int index) {
    if (index >= sections.size()) {
      throw new UnreadableOutput(
          "the output of " + (index + 1) + " commands", sections.size() + " of them");
    }
    Section section = sections.get(index);
    boolean nothing = section.command().isEmpty() && section.lines().isEmpty();
    if (!nothing && !section.ended()) {
      throw new UnreadableOutput(
          "a line end after the last line",
          section.lines().isEmpty() ? section.command() : section.lines().getLast());
    }
    return section;
  }

  /** Whether this is the output of one program by itself, not of the commands of a call. */
  boolean alone() {
    return sections.size() == 1 && sections.getFirst().command().isEmpty();
  }

  boolean cut() {
    return sections.stream().anyMatch(Section::cut);
  }

  /** Seconds from {@code time} to the time of asking. */
  long ageSeconds(Instant time) {
    return Duration.between(time, context.now()).toSeconds();
  }

  /** Seconds from the onset to {@code time}; negative before it. */
  long secondsAfterOnset(Instant time) {
    return Duration.between(context.onset(), time).toSeconds();
  }
}
