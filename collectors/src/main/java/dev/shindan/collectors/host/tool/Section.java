package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.RawOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * What one command of a call printed.
 *
 * <p>A call of one command is stored exactly as printed. Several commands, or two samples of one,
 * are stored one after the other, each under a line {@code $ /usr/bin/…}; what a command complained
 * of while it printed stands after it in lines {@code ! …}.
 *
 * @param command the line it was run as; empty when it was the only one
 * @param lines without blank ones
 * @param complaints lines of its standard error, when it printed only a part
 * @param cut whether the middle was left out; the two half lines beside the gap are dropped
 * @param ended whether the last line is whole
 */
record Section(
    String command, List<String> lines, List<String> complaints, boolean cut, boolean ended) {
  static final String COMMAND_MARK = "$ /";
  static final String COMPLAINT_MARK = "! ";
  private static final String GAP = RawOutput.OMISSION.strip();

  Section {
    lines = List.copyOf(lines);
    complaints = List.copyOf(complaints);
  }

  static List<Section> split(String text) {
    boolean ended = text.endsWith("\n");
    if (!text.startsWith(COMMAND_MARK)) {
      return List.of(section("", text.lines().toList(), ended));
    }
    List<Section> sections = new ArrayList<>();
    List<String> body = new ArrayList<>();
    String command = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith(COMMAND_MARK)) {
        if (!command.isEmpty()) {
          sections.add(section(command, body, true));
        }
        command = line.substring(2);
        body.clear();
      } else {
        body.add(line);
      }
    }
    sections.add(section(command, body, ended));
    return List.copyOf(sections);
  }

  private static Section section(String command, List<String> body, boolean ended) {
    List<String> lines = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    boolean cut = false;
    boolean skipNext = false;
    for (String line : body) {
      if (line.equals(GAP)) {
        cut = true;
        skipNext = true;
        if (!lines.isEmpty()) {
          lines.removeLast();
        }
      } else if (skipNext) {
        skipNext = false;
      } else if (!command.isEmpty() && line.startsWith(COMPLAINT_MARK)) {
        complaints.add(line.substring(COMPLAINT_MARK.length()));
      } else if (!line.isBlank()) {
        lines.add(line);
      }
    }
    return new Section(command, lines, complaints, cut, ended);
  }
}
