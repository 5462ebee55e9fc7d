package dev.shindan.collectors.host.logs;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogCount;
import dev.shindan.agent.source.LogLine;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.tool.CallContext;
import dev.shindan.agent.tool.FailureKind;
import dev.shindan.collectors.host.Command;
import dev.shindan.collectors.host.CommandResult;
import dev.shindan.collectors.host.HostCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Log lines that lie on a host, searched there by {@code find}, {@code grep}, {@code zgrep} and
 * {@code journalctl}. Thread-safe.
 */
public final class HostLogs implements LogSource {
  /** What a search runs on the hosts. */
  public static final Set<String> PROGRAMS =
      Set.of("/usr/bin/date", HostJournal.PROGRAM, LogFiles.FIND, LogFiles.GREP, LogFiles.ZGREP);

  private static final Command OFFSET = Command.of("/usr/bin/date", "+%z");

  private final HostCommands commands;
  private final Set<String> hosts;
  private final HostLogsSettings settings;

  /**
   * @param hosts names of the targets that commands can be run on
   */
  public HostLogs(HostCommands commands, Set<String> hosts, HostLogsSettings settings) {
    this.commands = commands;
    this.hosts = Set.copyOf(hosts);
    this.settings = settings;
  }

  @Override
  public boolean holds(Target target) {
    return hosts.contains(target.name());
  }

  @Override
  public Optional<String> check() {
    return Optional.empty();
  }

  @Override
  public LogAnswer search(LogQuery query, Duration timeout) throws InterruptedException {
    Search search = new Search(query, System.nanoTime() + timeout.toNanos());
    if (settings.journal()) {
      search.journal();
    }
    if (!settings.directories().isEmpty()) {
      search.files();
    }
    return search.answer();
  }

  /** One search on one host: what was found so far, and what could not be looked at. */
  private final class Search {
    private final LogQuery query;
    private final long deadline;
    private final List<LogLine> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> searched = new ArrayList<>();
    private Optional<LogAnswer.Unavailable> failure = Optional.empty();
    private long total;
    private boolean complete = true;

    Search(LogQuery query, long deadline) {
      this.query = query;
      this.deadline = deadline;
    }

    void journal() throws InterruptedException {
      Optional<CommandResult.Exited> exited = run(HostJournal.search(query), "the journal");
      if (exited.isPresent()) {
        HostJournal.Entries read =
            HostJournal.read(exited.get().stdout(), query.text().isPresent());
        List<LogLine> found = read.lines();
        if (read.ofLogins() > 0) {
          notes.add(
              "the journal: %d entries about logins, ours among them, are left out; a search for a word sees them"
                  .formatted(read.ofLogins()));
        }
        if (found.size() + read.ofLogins() > query.linesMax()
            || exited.get().stdout().omittedBytes() > 0) {
          leftOut("the journal has more lines than were brought");
        }
        if (exited.get().stderr().contains("not seeing messages from other users")) {
          leftOut("the journal shows this user only part of it");
        }
        took("the journal", found, found.size());
      }
    }

    void files() throws InterruptedException {
      Optional<CommandResult.Exited> clock = run(OFFSET, "the clock");
      ZoneOffset local =
          clock
              .map(exited -> exited.stdout().text().strip())
              .filter(text -> text.matches("[+-]\\d{4}"))
              .map(ZoneOffset::of)
              .orElse(ZoneOffset.UTC);
      Optional<CommandResult.Exited> listed =
          run(LogFiles.find(settings, query.window()), "the log directories");
      if (listed.isEmpty()) {
        return;
      }
      List<String> paths = paths(listed.get().stdout().text());
      searched.add(
          "%d files of %s in %s written since"
              .formatted(paths.size(), settings.names(), settings.directories()));
      if (listed.get().stdout().omittedBytes() > 0 || paths.size() > settings.filesMax()) {
        leftOut("%d files; only %d are searched".formatted(paths.size(), settings.filesMax()));
      }
      for (String path : paths.subList(0, Math.min(paths.size(), settings.filesMax()))) {
        file(path, local);
      }
    }

    private void file(String path, ZoneOffset local) throws InterruptedException {
      Optional<CommandResult.Exited> printed = run(LogFiles.search(path, query, local), path);
      if (printed.isEmpty()) {
        return;
      }
      List<LogLine> found = LogFiles.read(printed.get().stdout(), path, query, local);
      long counted = found.size();
      boolean cut = printed.get().stdout().omittedBytes() > 0;
      if (cut || found.size() >= query.linesMax()) {
        counted = Math.max(counted, counted(path, local));
      }
      took(path, found, counted);
    }

    private long counted(String path, ZoneOffset local) throws InterruptedException {
      return run(LogFiles.count(path, query, local), path)
          .map(exited -> exited.stdout().text().strip())
          .filter(text -> text.matches("\\d{1,15}"))
          .map(Long::parseLong)
          .orElse(0L);
    }

    private void took(String where, List<LogLine> found, long counted) {
      if (where.equals("the journal") || !found.isEmpty()) {
        searched.add(where);
      }
      lines.addAll(found);
      total += counted;
    }

    /** Empty when the command gave no answer; why is noted. */
    private Optional<CommandResult.Exited> run(Command command, String where)
        throws InterruptedException {
      Instant window = query.window().end();
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      CallContext context = new CallContext(query.asker(), window, window, left);
      return switch (commands.run(query.target().name(), command, context)) {
        case CommandResult.NotRun not -> {
          unanswered(where, unavailable(not.kind(), not.detail()));
          yield Optional.empty();
        }
        case CommandResult.Denied denied -> {
          unanswered(where, new LogAnswer.Unavailable(Reason.DENIED, denied.reason()));
          yield Optional.empty();
        }
        case CommandResult.Exited exited -> {
          List<String> said = exited.stderr().lines().toList();
          // grep and journalctl --grep exit with 1 when no line fits; find when it lacks a
          // directory, which not every host has: one that has none at all is another matter
          if (!said.isEmpty()
              && said.size() < settings.directories().size()
              && said.stream().allMatch(LogFiles::isOfNoDirectory)) {
            said.forEach(line -> notes.add(where + ": " + line));
          } else if (exited.status() > 1 || (exited.status() == 1 && !said.isEmpty())) {
            leftOut(where + ": " + (said.isEmpty() ? "" : said.getFirst()));
          }
          yield Optional.of(exited);
        }
      };
    }

    private void unanswered(String where, LogAnswer.Unavailable why) {
      leftOut(where + ": " + why.detail());
      failure = failure.or(() -> Optional.of(why));
    }

    private void leftOut(String why) {
      complete = false;
      notes.add(why);
    }

    LogAnswer answer() {
      if (searched.isEmpty() && failure.isPresent()) {
        return failure.get();
      }
      lines.sort(Comparator.comparing(LogLine::time));
      List<LogLine> first = lines.subList(0, Math.min(lines.size(), query.linesMax()));
      boolean allCounted = total == lines.size();
      return new LogAnswer.Found(
          first,
          total,
          allCounted ? counts(lines) : List.of(),
          complete,
          String.join(", ", searched) + " on " + query.target().name(),
          notes);
    }

    private List<LogCount> counts(List<LogLine> all) {
      TreeMap<Instant, Long> byStart = new TreeMap<>();
      all.forEach(line -> byStart.merge(query.bucketOf(line.time()), 1L, Long::sum));
      return byStart.entrySet().stream()
          .map(entry -> new LogCount(entry.getKey(), entry.getValue()))
          .toList();
    }
  }

  /** The most recently written first. */
  private static List<String> paths(String listed) {
    return listed
        .lines()
        .filter(line -> line.matches("[0-9.]+ [0-9]+ /.*"))
        .sorted(Comparator.comparingDouble(HostLogs::written).reversed())
        .map(line -> line.split(" ", 3)[2])
        .toList();
  }

  private static double written(String line) {
    return Double.parseDouble(line.substring(0, line.indexOf(' ')));
  }

  private static LogAnswer.Unavailable unavailable(FailureKind kind, String detail) {
    Reason reason =
        switch (kind) {
          case UNREACHABLE -> Reason.UNREACHABLE;
          case CONNECTION_REFUSED -> Reason.CONNECTION_REFUSED;
          case AUTHENTICATION_FAILED, HOST_KEY_CHANGED, NOT_PERMITTED ->
              Reason.AUTHENTICATION_FAILED;
          case TIMED_OUT -> Reason.TIMED_OUT;
          case NOT_INSTALLED, UNREADABLE -> Reason.UNREADABLE;
        };
    return new LogAnswer.Unavailable(reason, detail);
  }
}
