package dev.shindan.agent.source;

import dev.shindan.agent.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Several log stores behind one: all that may hold logs of the target are asked, one after the
 * other. One that does not answer makes the answer incomplete; none that answers makes it
 * unavailable.
 */
public final class JoinedLogs implements LogSource {
  private final List<LogSource> sources;

  public JoinedLogs(List<? extends LogSource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public boolean holds(Target target) {
    return sources.stream().anyMatch(source -> source.holds(target));
  }

  @Override
  public LogAnswer search(LogQuery query, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<LogAnswer.Found> found = new ArrayList<>();
    List<LogAnswer.Unavailable> missing = new ArrayList<>();
    for (LogSource source : sources) {
      if (source.holds(query.target())) {
        long left = deadline - System.nanoTime();
        LogAnswer answer =
            left <= 0
                ? new LogAnswer.Unavailable(
                    Selection.Reason.TIMED_OUT, "no time was left to ask a further log store")
                : source.search(query, Duration.ofNanos(left));
        switch (answer) {
          case LogAnswer.Found here -> found.add(here);
          case LogAnswer.Unavailable not -> missing.add(not);
        }
      }
    }
    if (found.isEmpty()) {
      return missing.isEmpty()
          ? new LogAnswer.Unavailable(
              Selection.Reason.UNREACHABLE, "no log store holds logs of " + query.target().name())
          : missing.getFirst();
    }
    return joined(query, found, missing);
  }

  @Override
  public Optional<String> check() {
    List<String> problems =
        sources.stream().map(LogSource::check).flatMap(Optional::stream).toList();
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  private static LogAnswer joined(
      LogQuery query, List<LogAnswer.Found> found, List<LogAnswer.Unavailable> missing) {
    List<LogLine> lines =
        found.stream()
            .flatMap(one -> one.lines().stream())
            .sorted(Comparator.comparing(LogLine::time))
            .toList();
    List<String> notes = new ArrayList<>();
    found.forEach(one -> notes.addAll(one.notes()));
    missing.forEach(one -> notes.add("not answered: " + one.detail()));
    return new LogAnswer.Found(
        lines.subList(0, Math.min(lines.size(), query.linesMax())),
        found.stream().mapToLong(LogAnswer.Found::total).sum(),
        counts(found),
        missing.isEmpty() && found.stream().allMatch(LogAnswer.Found::complete),
        String.join(" and ", found.stream().map(LogAnswer.Found::searched).toList()),
        notes);
  }

  private static List<LogCount> counts(List<LogAnswer.Found> found) {
    TreeMap<Instant, Long> byStart = new TreeMap<>();
    found.forEach(
        one -> one.counts().forEach(at -> byStart.merge(at.start(), at.lines(), Long::sum)));
    return byStart.entrySet().stream().map(at -> new LogCount(at.getKey(), at.getValue())).toList();
  }
}
