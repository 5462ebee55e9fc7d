package dev.shindan.agent.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From many series of one window to the few that changed with the incident, with a reason for each
 * one dropped. Each series is judged by itself at the onset that all of them together show; none is
 * dropped because it resembles another.
 *
 * @param onset first sample since the incident, estimated; the number of samples when nothing
 *     changed
 * @param verdicts one for each series, in the order given
 */
public record MetricReduction(int onset, List<SeriesVerdict> verdicts) {
  /** The cut of Iglewicz and Hoaglin (1993) for modified z scores, taken for rank sums too. */
  private static final double CLEAR = 3.5;

  /** How far a series that drifts must move to be more than drift; our own choice. */
  private static final double DEVIATION_MIN = 5;

  /** A move of less than a tenth of the level is no news in an incident; our own choice. */
  private static final double RELATIVE_MIN = 0.1;

  /** A quiet series is taken to vary by at least this part of its level. */
  private static final double SIGMA_FLOOR = 0.01;

  /** The part of the window by which a series may change later or earlier than the others. */
  private static final double NEAR = 1.0 / 20;

  /** Fewer are done sooner by one thread than shared out. */
  private static final long PARALLEL_SAMPLES_MIN = 200_000;

  public MetricReduction {
    verdicts = List.copyOf(verdicts);
  }

  /** Reduces series whose onset nobody told. */
  public static MetricReduction of(double[][] series) {
    return of(series, OptionalInt.empty());
  }

  /**
   * Reduces series; takes time in n log n of the samples of each.
   *
   * @param series {@code series[which][sample]} on one grid of times; NaN is a missing sample
   * @param toldOnset index at which the incident is said to have begun, which may be wrong
   */
  public static MetricReduction of(double[][] series, OptionalInt toldOnset) {
    if (series.length == 0) {
      return new MetricReduction(0, List.of());
    }
    int length = series[0].length;
    boolean parallel = (long) series.length * length > PARALLEL_SAMPLES_MIN;
    Stream<double[]> each = Arrays.stream(series);
    List<SplitStatistics> statistics =
        (parallel ? each.parallel() : each).map(SplitStatistics::of).toList();
    int onset = Onset.of(statistics, length, toldOnset.orElse(-1)).index();
    IntStream which = IntStream.range(0, series.length);
    List<SeriesVerdict> verdicts =
        (parallel ? which.parallel() : which)
            .mapToObj(i -> verdict(i, series[i], statistics.get(i), onset))
            .toList();
    return new MetricReduction(onset, verdicts);
  }

  /** The series that changed with the incident, the farthest from before it first. */
  public List<SeriesVerdict> kept() {
    return verdicts.stream()
        .filter(verdict -> verdict.reason().kept())
        .sorted(
            Comparator.comparingDouble(SeriesVerdict::deviation)
                .reversed()
                .thenComparingInt(SeriesVerdict::series))
        .toList();
  }

  private static SeriesVerdict verdict(
      int which, double[] values, SplitStatistics statistics, int onset) {
    double[] before = Robust.finite(values, 0, onset);
    double[] after = Robust.finite(values, onset, values.length);
    Sides sides = Sides.of(before, after);
    int split = clearestNear(statistics.clarity(), onset);
    SeriesReason reason =
        presence(before.length, after.length, onset, values.length)
            .orElseGet(() -> moved(values, split, statistics, sides));
    int changedAt = reason == SeriesReason.OTHER_TIME ? clearest(statistics.clarity()) : split;
    return new SeriesVerdict(
        which,
        reason,
        changedAt,
        clarity(statistics, changedAt),
        sides.before(),
        sides.after(),
        sides.deviation());
  }

  private static Optional<SeriesReason> presence(int before, int after, int onset, int length) {
    if (before == 0 && after >= SplitStatistics.SIDE_MIN && onset >= SplitStatistics.SIDE_MIN) {
      return Optional.of(SeriesReason.APPEARED);
    }
    if (after == 0
        && before >= SplitStatistics.SIDE_MIN
        && length - onset >= SplitStatistics.SIDE_MIN) {
      return Optional.of(SeriesReason.GONE);
    }
    return before + after < 2 * SplitStatistics.SIDE_MIN
        ? Optional.of(SeriesReason.NO_SAMPLES)
        : Optional.empty();
  }

  private static SeriesReason moved(
      double[] values, int split, SplitStatistics statistics, Sides sides) {
    if (constant(values)) {
      return SeriesReason.CONSTANT;
    }
    SeriesReason reason = atOnset(split, statistics, sides);
    double elsewhere = clarity(statistics, clearest(statistics.clarity()));
    boolean clearerElsewhere =
        elsewhere > clarity(statistics, split) && elsewhere * statistics.independence() >= CLEAR;
    return !reason.kept() && clearerElsewhere ? SeriesReason.OTHER_TIME : reason;
  }

  private static SeriesReason atOnset(int split, SplitStatistics statistics, Sides sides) {
    double clarity = clarity(statistics, split);
    if (clarity < CLEAR) {
      return SeriesReason.UNCLEAR;
    }
    if (sides.relative() < RELATIVE_MIN) {
      return SeriesReason.SMALL;
    }
    boolean drifts = clarity * statistics.independence() < CLEAR;
    if (drifts && sides.deviation() < DEVIATION_MIN) {
      return SeriesReason.USUAL;
    }
    return sides.levelMoved() ? SeriesReason.LEVEL_MOVED : SeriesReason.SPREAD_MOVED;
  }

  private static boolean constant(double[] values) {
    double[] seen = Robust.finite(values, 0, values.length);
    for (double value : seen) {
      if (value != seen[0]) {
        return false;
      }
    }
    return true;
  }

  private static double clarity(SplitStatistics statistics, int split) {
    return split < statistics.clarity().length ? statistics.clarity()[split] : 0;
  }

  /** The clearest split near the onset. */
  private static int clearestNear(float[] clarity, int onset) {
    int reach = Math.max(1, (int) (clarity.length * NEAR));
    int best = Math.min(onset, clarity.length);
    for (int k = Math.max(onset - reach, 0);
        k <= Math.min(onset + reach, clarity.length - 1);
        k++) {
      if (best == clarity.length || clarity[k] > clarity[best]) {
        best = k;
      }
    }
    return best;
  }

  private static int clearest(float[] clarity) {
    return IntStream.range(0, clarity.length).reduce(0, (a, b) -> clarity[b] > clarity[a] ? b : a);
  }

  /** Level and spread before and after. */
  private record Sides(double before, double after, double sigmaBefore, double sigmaAfter) {
    static Sides of(double[] before, double[] after) {
      return new Sides(
          before.length == 0 ? Double.NaN : Robust.median(before),
          after.length == 0 ? Double.NaN : Robust.median(after),
          before.length == 0 ? 0 : Robust.sigma(before),
          after.length == 0 ? 0 : Robust.sigma(after));
    }

    double move() {
      double move = Math.abs(after - before);
      return Double.isNaN(move) ? 0 : move;
    }

    double deviation() {
      double floor = SIGMA_FLOOR * Math.abs(before == 0 ? after : before);
      return move() == 0 ? 0 : move() / Math.max(sigmaBefore, floor);
    }

    /** The larger of the moves of level and spread, as a part of the level. */
    double relative() {
      double level = Math.max(Math.abs(before), Math.abs(after));
      double moved = Math.max(move(), 2 * Math.abs(sigmaAfter - sigmaBefore));
      return level == 0 ? 1 : moved / level;
    }

    boolean levelMoved() {
      return move() >= Math.abs(sigmaAfter - sigmaBefore);
    }
  }
}
