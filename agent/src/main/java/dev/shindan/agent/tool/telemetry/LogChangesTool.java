package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.tool.Basis;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.Cost;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.agent.tool.Fetched;
import dev.shindan.agent.tool.RawOutput;
import dev.shindan.agent.tool.Tool;
import dev.shindan.agent.tool.ToolAnswer;
import dev.shindan.agent.tool.ToolCall;
import dev.shindan.agent.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which sentences a target logs since the onset that it did not before. */
public final class LogChangesTool implements Tool {
  /** The name of the tool. */
  public static final String NAME = "log_changes";

  /** Lines compared on each side of the onset. */
  private static final int LINES_MAX = 10_000;

  /** Well below what raw output is cut at, so that no line is cut in two. */
  private static final int CHARACTERS_MAX = 450_000;

  private final LogSource source;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Which log lines of this target are new, gone, or more or less frequent since the onset?",
          List.of(Around.minutes(15)),
          "TARGET, all lines from ONSET-MINUTES to ONSET against those from ONSET until now",
          LogChangesFacts.class,
          new Basis("app_log"),
          Set.of(),
          Duration.ofSeconds(60),
          Cost.SAMPLED);

  public LogChangesTool(LogSource source, Inventory inventory) {
    this.source = source;
    this.inventory = inventory;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public boolean appliesTo(Target target) {
    return inventory.find(target.name()).isPresent() && source.holds(target);
  }

  @Override
  public Optional<String> check() {
    return source.check();
  }

  /** The lines of one side of the onset. */
  private record Side(Window window, LogGroups groups, LogAnswer.Found found) {
    boolean cut() {
      return found.lines().size() >= LINES_MAX;
    }

    /** Where there were too many lines, the comparison ends with the last one that was brought. */
    Instant end() {
      return cut() ? found.lines().getLast().time() : window.end();
    }
  }

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<Target> target = inventory.find(call.target());
    if (target.isEmpty()) {
      return settled(new ToolAnswer.Denied(call.target() + " is not in the inventory"));
    }
    long deadline = System.nanoTime() + context.timeout().toNanos();
    List<Side> sides = new ArrayList<>();
    for (Window window : List.of(Around.before(call, context), Around.since(context))) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      LogQuery query =
          new LogQuery(
              context.investigation(),
              target.get(),
              window,
              Optional.empty(),
              LogLevel.UNKNOWN,
              LINES_MAX);
      switch (source.search(query, left)) {
        case LogAnswer.Unavailable not -> {
          return settled(ToolAnswer.unavailable(not.reason(), not.detail()));
        }
        case LogAnswer.Found found -> sides.add(side(window, found, sides.isEmpty()));
      }
    }
    return fetched(sides.getFirst(), sides.getLast(), context);
  }

  private static Side side(Window window, LogAnswer.Found found, boolean before) {
    boolean cut = found.lines().size() >= LINES_MAX;
    Window brought = cut ? new Window(window.start(), found.lines().getLast().time()) : window;
    LogGroups groups = new LogGroups(brought, before);
    found.lines().forEach(groups::add);
    return new Side(window, groups, found);
  }

  private static Fetched fetched(Side before, Side since, CallContext context) {
    if (before.found().lines().isEmpty() && since.found().lines().isEmpty()) {
      boolean complete = before.found().complete() && since.found().complete();
      String where = since.found().searched();
      return settled(
          complete
              ? new ToolAnswer.Empty("lines before or since the onset in " + where)
              : new ToolAnswer.Failed(
                  FailureKind.UNREADABLE, where + ": " + String.join("; ", since.found().notes())));
    }
    List<String> notes = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean complete = true;
    boolean partial = false;
    for (Side side : List.of(before, since)) {
      side.found().notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
      if (side.cut()) {
        notes.add("compared the first %d of %d lines".formatted(LINES_MAX, side.found().total()));
      }
      boolean whole = write(side.groups(), text);
      complete &= whole && side.found().complete() && !side.cut();
      partial |= !side.found().complete() && !side.cut();
    }
    LogChangeReport.Header header =
        new LogChangeReport.Header(
            Around.onset(context),
            before.window().start(),
            before.end(),
            since.window().start(),
            since.end(),
            complete,
            partial,
            since.found().searched(),
            notes);
    return new Fetched.Output(RawOutput.of(Json.write(header) + "\n" + text));
  }

  private static boolean write(LogGroups groups, StringBuilder text) {
    int begin = text.length();
    for (String line : groups.lines()) {
      if (text.length() - begin + line.length() > CHARACTERS_MAX) {
        return false;
      }
      text.append(line).append('\n');
    }
    return true;
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return LogChangeReport.read(raw.text())
        .<ToolAnswer>map(report -> ToolAnswer.Observed.of(report.facts()))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "the log lines have no readable first line"));
  }

  /**
   * What an output of this tool tells, with up to so many sentences of each kind; empty when it
   * cannot be read.
   */
  public static Optional<LogChangesFacts> rows(RawOutput raw, int rowsMax) {
    return LogChangeReport.read(raw.text()).map(report -> report.facts(rowsMax));
  }

  private static Fetched settled(ToolAnswer answer) {
    return new Fetched.Settled(answer);
  }
}
