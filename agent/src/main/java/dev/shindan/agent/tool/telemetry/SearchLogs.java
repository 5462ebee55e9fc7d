package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Inventory;
import dev.shindan.agent.model.Json;
import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.tool.Argument;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds log lines of a target by words and level; filtered and counted where the logs are. */
public final class SearchLogs implements Tool {
  /** The name of the tool. */
  public static final String NAME = "search_logs";

  private static final int SHOWN_MAX = 8;
  private static final int SHOWN_CHARACTERS_MAX = 160;
  private static final int LINES_MAX = 2000;

  private final LogSource source;
  private final Inventory inventory;
  private final ToolSpec spec =
      new ToolSpec(
          NAME,
          "Which log lines of this target hold these words, or are this severe, around the onset?",
          List.of(
              Argument.optionalText(
                  "text", "words that the lines must hold, as they stand", "[^\\p{Cntrl}]{2,200}"),
              Argument.oneOf(
                  "level",
                  "lines of this level or above",
                  "all",
                  "all",
                  "debug",
                  "info",
                  "warning",
                  "error",
                  "fatal"),
              Around.minutes(15),
              Argument.number("lines", "lines to bring at most", 200, 1, LINES_MAX)),
          "TARGET, from ONSET-MINUTES until now, lines with TEXT of LEVEL or above",
          SearchLogsFacts.class,
          new Basis("app_log"),
          Set.of(),
          Duration.ofSeconds(30),
          Cost.LIGHT);

  public SearchLogs(LogSource source, Inventory inventory) {
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

  @Override
  public Fetched fetch(ToolCall call, CallContext context) throws InterruptedException {
    Optional<Target> target = inventory.find(call.target());
    if (target.isEmpty()) {
      return new Fetched.Refused(call.target() + " is not in the inventory");
    }
    LogQuery query =
        new LogQuery(
            context.investigation(),
            target.get(),
            Around.both(call, context),
            Around.text(call, "text"),
            level(call),
            Around.number(call, "lines", 200));
    return switch (source.search(query, context.timeout())) {
      case LogAnswer.Unavailable not ->
          new Fetched.Settled(ToolAnswer.unavailable(not.reason(), not.detail()));
      case LogAnswer.Found found -> fetched(query, context, found);
    };
  }

  private static Fetched fetched(LogQuery query, CallContext context, LogAnswer.Found found) {
    Window window = query.window();
    if (found.lines().isEmpty()) {
      String where = found.searched() + " from " + window.start() + " to " + window.end();
      return new Fetched.Settled(
          found.complete()
              ? new ToolAnswer.Empty(where)
              : new ToolAnswer.Failed(
                  FailureKind.UNREADABLE,
                  "no line in what could be searched: "
                      + where
                      + "; "
                      + String.join("; ", found.notes())));
    }
    return new Fetched.Output(
        LogText.write(
            new LogText.Header(
                window.start(),
                window.end(),
                Around.onset(context),
                query.bucket().toSeconds(),
                found.total(),
                found.counts(),
                found.complete(),
                found.searched(),
                found.notes()),
            found.lines()));
  }

  @Override
  public ToolAnswer read(ToolCall call, RawOutput raw, CallContext context) {
    return LogText.read(raw.text())
        .<ToolAnswer>map(text -> ToolAnswer.Observed.of(facts(text)))
        .orElseGet(
            () ->
                new ToolAnswer.Failed(
                    FailureKind.UNREADABLE, "the log lines have no readable first line"));
  }

  private static SearchLogsFacts facts(LogText text) {
    LogText.Header header = text.header();
    boolean counted = !header.counts().isEmpty();
    return new SearchLogsFacts(
        header.total(),
        (int)
            text.rows().stream().filter(row -> row.line().level().atLeast(LogLevel.ERROR)).count(),
        counted ? Optional.of(lines(header, true)) : Optional.empty(),
        counted ? Optional.of(lines(header, false)) : Optional.empty(),
        text.rows().stream().findFirst().map(row -> row.line().time()),
        header.counts().stream()
            .max(Comparator.comparingLong(LogCount::lines))
            .map(most -> new SearchLogsFacts.Busiest(most.start(), most.lines())),
        text.rows().stream().limit(SHOWN_MAX).map(row -> row(row, header.onset())).toList(),
        header.complete() && text.unread() == 0,
        Around.shortened(header.searched(), SHOWN_CHARACTERS_MAX),
        header.notes().stream()
            .limit(3)
            .map(note -> Around.shortened(note, SHOWN_CHARACTERS_MAX))
            .toList(),
        Around.shortened(Json.write(header), SHOWN_CHARACTERS_MAX));
  }

  /** A stretch that holds the onset counts as since the onset. */
  private static long lines(LogText.Header header, boolean before) {
    return header.counts().stream()
        .filter(
            count ->
                count.start().plusSeconds(header.bucketSeconds()).isAfter(header.onset()) != before)
        .mapToLong(LogCount::lines)
        .sum();
  }

  private static SearchLogsFacts.Row row(LogText.Row row, Instant onset) {
    return new SearchLogsFacts.Row(
        row.line().time(),
        Duration.between(onset, row.line().time()).toSeconds(),
        row.line().level().name().toLowerCase(Locale.ROOT),
        row.line().stream(),
        Around.shortened(row.text(), SHOWN_CHARACTERS_MAX));
  }

  private static LogLevel level(ToolCall call) {
    String asked = call.arguments().getOrDefault("level", "all");
    return asked.equals("all")
        ? LogLevel.UNKNOWN
        : LogLevel.valueOf(asked.toUpperCase(Locale.ROOT));
  }
}
