package dev.shindan.agent.tool.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.signal.LogChange;
import dev.shindan.agent.signal.LogChanges;
import dev.shindan.agent.signal.LogComparison;
import dev.shindan.agent.signal.LogLine;
import dev.shindan.agent.signal.LogTemplate;
import dev.shindan.agent.signal.LogTemplates;
import dev.shindan.agent.source.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the facts of {@code log_changes} of what was written to the raw output. */
final class LogChangeReport {
  /** What a reader of facts is given at most; the rest is in the raw output. */
  private static final int FACTS_CHARACTERS_MAX = 2000;

  private static final int ROWS_MAX = 4;
  private static final int TEMPLATE_CHARACTERS_MAX = 90;
  private static final int LINE_CHARACTERS_MAX = 110;

  private final Header header;
  private final String headerText;
  private final List<LogGroups.Group> groups;
  private final int unread;
  private final Map<String, LogGroups.Group> byTemplate = new HashMap<>();

  /**
   * The first line of the output.
   *
   * @param baselineEnd until when lines were brought; before the onset when there were too many
   * @param complete false when not all lines were compared
   * @param partial whether a store did not answer in part; absent in older recordings
   */
  record Header(
      Instant onset,
      Instant baselineStart,
      Instant baselineEnd,
      Instant start,
      Instant end,
      boolean complete,
      boolean partial,
      String searched,
      List<String> notes) {
    Header {
      notes = List.copyOf(notes);
    }
  }

  private LogChangeReport(
      Header header, String headerText, List<LogGroups.Group> groups, int unread) {
    this.header = header;
    this.headerText = headerText;
    this.groups = groups;
    this.unread = unread;
  }

  /** Empty when there is no first line to go by. */
  static Optional<LogChangeReport> read(String text) {
    int end = text.indexOf('\n');
    String first = end < 0 ? text : text.substring(0, end);
    Header header;
    try {
      header = Json.MAPPER.readValue(first, Header.class);
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException broken) {
      return Optional.empty();
    }
    if (header == null || header.onset() == null || header.end() == null) {
      return Optional.empty();
    }
    List<LogGroups.Group> groups = new ArrayList<>();
    int unread = 0;
    for (String record : LogText.records(end < 0 ? "" : text.substring(end + 1))) {
      Optional<LogGroups.Group> group = LogGroups.read(record);
      group.ifPresent(groups::add);
      unread += group.isPresent() ? 0 : 1;
    }
    return Optional.of(new LogChangeReport(header, first, groups, unread));
  }

  LogChangesFacts facts() {
    Window baseline = new Window(header.baselineStart(), header.baselineEnd());
    Window window = new Window(header.start(), header.end());
    LogChanges changes =
        new LogComparison(baseline, window).between(lines(true, baseline), lines(false, window));
    remember();
    LogChangesFacts facts = facts(changes, baseline, window, ROWS_MAX, 2);
    for (int rows = ROWS_MAX - 1;
        rows > 0 && Json.write(facts).length() > FACTS_CHARACTERS_MAX;
        rows--) {
      facts = facts(changes, baseline, window, rows, Math.min(rows, 2));
    }
    return facts;
  }

  /** As many sentences of each kind, however long it becomes: for a page, not for a prompt. */
  LogChangesFacts facts(int rows) {
    Window baseline = new Window(header.baselineStart(), header.baselineEnd());
    Window window = new Window(header.start(), header.end());
    LogChanges changes =
        new LogComparison(baseline, window)
            .between(lines(true, baseline), lines(false, window), rows);
    remember();
    return facts(changes, baseline, window, rows, rows);
  }

  private LogChangesFacts facts(
      LogChanges changes, Window baseline, Window window, int rows, int others) {
    long errorsBefore = errors(true);
    long errors = errors(false);
    return new LogChangesFacts(
        changes.linesBefore(),
        changes.lines(),
        errorsBefore,
        errors,
        rounded(errorsBefore / minutes(baseline)),
        rounded(errors / minutes(window)),
        changes.templates(),
        changes.freshCount(),
        rows(changes.fresh(), rows),
        changes.vanishedCount(),
        rows(changes.vanished(), others),
        changes.shiftedCount(),
        rows(changes.shifted(), others),
        header.complete() && unread == 0,
        header.partial() || unread > 0,
        header.notes().stream()
            .limit(2)
            .map(note -> Around.shortened(note, LINE_CHARACTERS_MAX))
            .toList(),
        Around.shortened(headerText, LINE_CHARACTERS_MAX));
  }

  private List<LogLine> lines(boolean before, Window window) {
    List<LogLine> lines = new ArrayList<>();
    for (LogGroups.Group group : groups) {
      if (group.before() == before) {
        group.times(window).forEach(time -> lines.add(new LogLine(time, text(group))));
      }
    }
    return lines;
  }

  /** The sentence alone: the rest of a stack trace moves with every release. */
  private static String text(LogGroups.Group group) {
    return group.first().message().lines().findFirst().orElse("");
  }

  /** The templates once more, in the order in which the comparison met them, for their lines. */
  private void remember() {
    LogTemplates templates = new LogTemplates();
    Map<Integer, LogGroups.Group> byShape = new HashMap<>();
    for (boolean before : new boolean[] {true, false}) {
      for (LogGroups.Group group : groups) {
        if (group.before() == before) {
          for (int i = 0; i < group.lines(); i++) {
            byShape.merge(templates.add(text(group)), group, LogChangeReport::newer);
          }
        }
      }
    }
    int[] templateOf = templates.templateOf();
    List<LogTemplate> all = templates.templates();
    byShape.forEach(
        (shape, group) ->
            byTemplate.merge(
                key(all.get(templateOf[shape]).text()), group, LogChangeReport::newer));
  }

  /** A line since the onset is a better quote than one before. */
  private static LogGroups.Group newer(LogGroups.Group one, LogGroups.Group other) {
    return one.before() && !other.before() ? other : one;
  }

  private List<LogChangesFacts.Row> rows(List<LogChange> changes, int max) {
    return changes.stream().limit(max).map(this::row).toList();
  }

  private LogChangesFacts.Row row(LogChange change) {
    LogGroups.Group group = byTemplate.get(key(change.template()));
    return new LogChangesFacts.Row(
        Around.shortened(change.template(), TEMPLATE_CHARACTERS_MAX),
        group == null ? "unknown" : group.first().level().name().toLowerCase(Locale.ROOT),
        change.linesBefore(),
        change.lines(),
        rounded(change.perMinuteBefore()),
        rounded(change.perMinute()),
        change.firstAt(),
        Duration.between(header.onset(), change.firstAt()).toSeconds(),
        group == null ? "" : Around.shortened(group.text(), LINE_CHARACTERS_MAX));
  }

  private static String key(String template) {
    return template.substring(0, Math.min(TEMPLATE_CHARACTERS_MAX, template.length()));
  }

  private long errors(boolean before) {
    return groups.stream()
        .filter(group -> group.before() == before)
        .filter(group -> group.first().level().atLeast(LogLevel.ERROR))
        .mapToLong(LogGroups.Group::lines)
        .sum();
  }

  private static double minutes(Window window) {
    return Math.max(1, window.length().toSeconds()) / 60.0;
  }

  private static double rounded(double rate) {
    return Math.round(rate * 100) / 100.0;
  }
}
