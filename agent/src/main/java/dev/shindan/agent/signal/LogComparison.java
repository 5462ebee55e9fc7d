package dev.shindan.agent.signal;

import dev.shindan.agent.model.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares the log of a window with that of a baseline, template by template.
 *
 * <p>Two Poisson counts x1 and x2 over times t1 and t2 are compared by {@code z = 2 (√(x2 + 3/8) -
 * √(ρ (x1 + 3/8))) / √(1 + ρ)}, {@code ρ = t2 / t1} (Huffman, 1984, Applied Statistics 33:2). Lines
 * come in bursts, so z is divided by the root of the baseline's dispersion, the variance of its
 * counts a slice by their mean where that exceeds 1 (McCullagh and Nelder, 1989, section 6.2).
 *
 * @param baseline when the first list of lines was written
 * @param window when the second one was
 */
public record LogComparison(Window baseline, Window window) {
  /** Slices of the baseline over which its dispersion is taken. */
  private static final int SLICES = 20;

  private static final double SHIFT_Z = 4;

  /** A rate less than doubled or halved is no news; our own choice. */
  private static final double SHIFT_RATIO = 2;

  private static final double VANISHED_Z = 3;
  private static final double TELLING_BONUS = 10;
  private static final int TEMPLATE_MAX = 110;
  private static final int FRESH_MAX = 4;
  private static final int OTHER_MAX = 2;

  /** What programs say when something is wrong. */
  private static final Pattern TELLING =
      Pattern.compile(
          "(?i)\\b(error|err|fail|failed|failure|fatal|panic|exception|refused|denied|rejected|timeout|timed"
              + " out|unable|cannot|killed|abort|aborted|lost|unreachable|exhausted|too"
              + " many|full|deadlock|corrupt|unavailable|overflow|oom)\\b|\\w(Exception|Error)\\b");

  /** Compares; the order within each list does not matter. */
  public LogChanges between(List<LogLine> before, List<LogLine> since) {
    return between(before, since, FRESH_MAX, OTHER_MAX);
  }

  /** Compares, with as many templates of every kind. */
  public LogChanges between(List<LogLine> before, List<LogLine> since, int rowsMax) {
    return between(before, since, rowsMax, rowsMax);
  }

  private LogChanges between(
      List<LogLine> before, List<LogLine> since, int freshMax, int otherMax) {
    LogTemplates templates = new LogTemplates();
    int[] shapesBefore = shapes(templates, before);
    int[] shapesSince = shapes(templates, since);
    int[] templateOf = templates.templateOf();
    List<LogTemplate> all = templates.templates();
    Tally tally = new Tally(all.size());
    for (int i = 0; i < shapesBefore.length; i++) {
      tally.before(templateOf[shapesBefore[i]], before.get(i).at());
    }
    for (int i = 0; i < shapesSince.length; i++) {
      tally.since(templateOf[shapesSince[i]], since.get(i).at());
    }
    List<LogChange> changes = new ArrayList<>();
    for (LogTemplate template : all) {
      changes.add(tally.change(template));
    }
    return summary(before.size(), since.size(), changes, freshMax, otherMax);
  }

  private static int[] shapes(LogTemplates templates, List<LogLine> lines) {
    return lines.stream().mapToInt(line -> templates.add(line.text())).toArray();
  }

  private static LogChanges summary(
      long before, long since, List<LogChange> changes, int freshMax, int otherMax) {
    List<LogChange> fresh =
        sorted(changes.stream().filter(change -> change.linesBefore() == 0).toList());
    List<LogChange> vanished =
        sorted(
            changes.stream()
                .filter(change -> change.lines() == 0 && change.z() <= -VANISHED_Z)
                .toList());
    List<LogChange> shifted = sorted(changes.stream().filter(LogComparison::isShifted).toList());
    return new LogChanges(
        before,
        since,
        changes.size(),
        fresh.size(),
        fresh.stream().limit(freshMax).toList(),
        vanished.size(),
        vanished.stream().limit(otherMax).toList(),
        shifted.size(),
        shifted.stream().limit(otherMax).toList());
  }

  private static boolean isShifted(LogChange change) {
    double ratio = change.perMinute() / change.perMinuteBefore();
    return change.linesBefore() > 0
        && change.lines() > 0
        && Math.abs(change.z()) >= SHIFT_Z
        && (ratio >= SHIFT_RATIO || ratio <= 1 / SHIFT_RATIO);
  }

  private static List<LogChange> sorted(List<LogChange> changes) {
    return changes.stream()
        .sorted(
            Comparator.comparingDouble(LogComparison::weight)
                .reversed()
                .thenComparing(LogChange::template))
        .toList();
  }

  private static double weight(LogChange change) {
    return Math.abs(change.z()) + (TELLING.matcher(change.template()).find() ? TELLING_BONUS : 0);
  }

  private static String cut(String template) {
    return template.length() <= TEMPLATE_MAX ? template : template.substring(0, TEMPLATE_MAX) + "…";
  }

  /** Lines a template, counted over both spans. */
  private final class Tally {
    private final long[][] slices;
    private final long[] before;
    private final long[] since;
    private final Instant[] first;
    private final Instant[] last;

    Tally(int templates) {
      slices = new long[templates][SLICES];
      before = new long[templates];
      since = new long[templates];
      first = new Instant[templates];
      last = new Instant[templates];
    }

    void before(int template, Instant at) {
      before[template]++;
      long into = Duration.between(baseline.start(), at).toMillis();
      long slice = into * SLICES / Math.max(millis(baseline), 1);
      slices[template][Math.clamp(slice, 0, SLICES - 1)]++;
      last[template] = last[template] == null || at.isAfter(last[template]) ? at : last[template];
    }

    void since(int template, Instant at) {
      since[template]++;
      first[template] =
          first[template] == null || at.isBefore(first[template]) ? at : first[template];
    }

    LogChange change(LogTemplate template) {
      int id = template.id();
      Instant at = first[id] == null ? last[id] : first[id];
      return new LogChange(
          cut(template.text()),
          before[id],
          since[id],
          before[id] / minutes(baseline),
          since[id] / minutes(window),
          z(before[id], since[id]) / Math.sqrt(dispersion(slices[id])),
          at);
    }
  }

  private double z(long before, long since) {
    double ratio = minutes(window) / minutes(baseline);
    return 2
        * (Math.sqrt(since + 0.375) - Math.sqrt(ratio * (before + 0.375)))
        / Math.sqrt(1 + ratio);
  }

  private static double dispersion(long[] counts) {
    double mean = Arrays.stream(counts).average().orElse(0);
    double squares = Arrays.stream(counts).mapToDouble(count -> count - mean).map(d -> d * d).sum();
    return mean == 0 ? 1 : Math.max(1, squares / (counts.length - 1) / mean);
  }

  private static long millis(Window window) {
    return Duration.between(window.start(), window.end()).toMillis();
  }

  /** At least a second, so that an empty window gives no infinite rate. */
  private static double minutes(Window window) {
    return Math.max(millis(window), 1_000) / 60_000.0;
  }
}
