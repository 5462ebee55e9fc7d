package dev.shindan.collectors.host.tool;

import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.collectors.host.Command;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What systemd starts at set times. */
record Timers(int timerCount, List<Timer> timers) {
  /**
   * @param starts the unit it starts
   * @param lastStartedAt absent when it never was, or where the host does not keep UTC
   * @param secondsAfterOnset from the onset to its last start; negative before the onset
   */
  record Timer(
      String timer,
      String starts,
      String active,
      Optional<Instant> lastStartedAt,
      Optional<Instant> nextStartAt,
      Optional<Long> secondsAfterOnset,
      String lastStartedAtLocal,
      String line) {}

  static Question question() {
    return Question.fixed(
            "timers",
            "What systemd starts at set times, and when it did so last.",
            Timers.class,
            "systemd",
            Set.of(),
            _ -> {
              throw new IllegalStateException("read by answer");
            },
            Command.of(
                "/usr/bin/systemctl",
                "show",
                "*.timer",
                "--property=Id,Unit,ActiveState,LastTriggerUSec,NextElapseUSecRealtime",
                "--no-pager"))
        .readBy(Timers::answer);
  }

  private static ToolAnswer answer(Reading reading) {
    List<String> lines = reading.section(0).lines();
    if (lines.isEmpty()) {
      return new ToolAnswer.Empty("systemd: it has no timer");
    }
    if (reading.section(0).cut()) {
      throw new UnreadableOutput("complete output", "[output cut]");
    }
    List<Timer> timers =
        UnitProperties.of(lines).stream().map(unit -> timer(unit, reading)).toList();
    return ToolAnswer.Observed.of(new Timers(timers.size(), timers));
  }

  private static Timer timer(UnitProperties unit, Reading reading) {
    String name = unit.text("Id");
    if (!name.endsWith(".timer")) {
      throw new UnreadableOutput("a timer", unit.lines().getOrDefault("Id", name));
    }
    Optional<Instant> last = unit.time("LastTriggerUSec");
    return new Timer(
        name,
        unit.text("Unit"),
        unit.text("ActiveState"),
        last,
        unit.time("NextElapseUSecRealtime"),
        last.map(reading::secondsAfterOnset),
        unit.optional("LastTriggerUSec").orElse(""),
        unit.lines().getOrDefault("LastTriggerUSec", unit.lines().getOrDefault("Id", name)));
  }
}
