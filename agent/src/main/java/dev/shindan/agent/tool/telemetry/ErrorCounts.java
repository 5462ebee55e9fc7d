package dev.shindan.agent.tool.telemetry;

import dev.shindan.agent.model.Target;
import dev.shindan.agent.model.Window;
import dev.shindan.agent.signal.Suspicion;
import dev.shindan.agent.source.LogAnswer;
import dev.shindan.agent.source.LogLevel;
import dev.shindan.agent.source.LogQuery;
import dev.shindan.agent.source.LogSource;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many lines of level error or above a target wrote on each side of an onset.
 *
 * @param beforeSeconds how long the one side is
 * @param sinceSeconds how long the other side is
 */
record ErrorCounts(String target, long before, long since, long beforeSeconds, long sinceSeconds) {
  /** As many standard deviations as one reason can say; our own choice. */
  private static final double Z_FULL = 10;

  /**
   * Empty when the store does not answer for one of the sides.
   *
   * @param notes is told of what did not answer, in whole or in part
   */
  static Optional<ErrorCounts> ask(
      String asker,
      LogSource logs,
      Target target,
      Window before,
      Window since,
      Duration each,
      List<String> notes)
      throws InterruptedException {
    Optional<Long> earlier = count(asker, logs, target, before, each, notes);
    Optional<Long> later =
        earlier.isEmpty() ? Optional.empty() : count(asker, logs, target, since, each, notes);
    return later.map(
        lines ->
            new ErrorCounts(
                target.name(),
                earlier.orElseThrow(),
                lines,
                before.length().toSeconds(),
                since.length().toSeconds()));
  }

  private static Optional<Long> count(
      String asker,
      LogSource logs,
      Target target,
      Window window,
      Duration timeout,
      List<String> notes)
      throws InterruptedException {
    LogQuery query = new LogQuery(asker, target, window, Optional.empty(), LogLevel.ERROR, 1);
    return switch (logs.search(query, timeout)) {
      case LogAnswer.Found found -> {
        if (!found.complete() && notes.stream().noneMatch(inPart(target)::equals)) {
          notes.add(inPart(target));
        }
        yield Optional.of(found.total());
      }
      case LogAnswer.Unavailable _ -> {
        notes.add("the log of " + target.name() + " did not answer");
        yield Optional.empty();
      }
    };
  }

  private static String inPart(Target target) {
    return "the log of " + target.name() + " answered in part";
  }

  /**
   * By the difference of two Poisson counts in standard deviations (Huffman, 1984, Applied
   * Statistics 33:2). An error line is often written by the caller of what failed, so the reason
   * counts as relayed.
   */
  Optional<Suspicion> suspicion() {
    double ratio = Math.max(1, sinceSeconds) / (double) Math.max(1, beforeSeconds);
    double z =
        2 * (Math.sqrt(since + 0.375) - Math.sqrt(ratio * (before + 0.375))) / Math.sqrt(1 + ratio);
    if (z <= 2) {
      return Optional.empty();
    }
    String reason =
        String.format(
            Locale.ROOT,
            "%d error lines in %d s, were %d in %d s",
            since,
            sinceSeconds,
            before,
            beforeSeconds);
    return Optional.of(
        new Suspicion(target, Suspicion.Signal.LOGS, Math.min(1, z / Z_FULL), true, reason));
  }
}
