package dev.shindan.agent.signal;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.signal.SeriesChange.Direction;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares a series before and after an onset.
 *
 * @param window what was asked for; its start no earlier than the store's first sample
 * @param onset where the change is looked for when the series itself shows no clear one
 * @param step between samples that the store was asked for
 */
public record SeriesComparison(Window window, Instant onset, Duration step) {
  /** Samples on each side of a change, so that one spike is none. */
  private static final int SEGMENT_MIN = 3;

  /** Below it the split is no better than the given onset; the z that follows is what decides. */
  private static final double SHIFT_MIN = 2.5;

  /** The cut of Iglewicz and Hoaglin (1993) for modified z scores. */
  private static final double Z_MIN = 3.5;

  /** A move of less than a tenth of the level is no news in an incident; our own choice. */
  private static final double RELATIVE_MIN = 0.1;

  /** A quiet series is taken to vary by at least this part of its level. */
  private static final double SIGMA_FLOOR = 0.01;

  private static final double Z_MAX = 100;

  /** Steps without a sample that make a run of missing samples. */
  private static final double MISSING_STEPS = 2.5;

  /** The change of a series whose values are compared as they are. */
  public SeriesChange compare(Series series) {
    return compare(series, series);
  }

  /**
   * The change of a series; one without any sample is steady, and missing.
   *
   * @param seen as the store has it; tells whether the series appeared, is gone, or has gaps
   * @param compared what is compared: {@code seen} itself, or the rate or mean made of it
   */
  public SeriesChange compare(Series seen, Series compared) {
    long[] times = seen.epochMillis();
    double level = compared.values().length == 0 ? 0 : Robust.median(compared.values());
    if (times.length == 0) {
      return new SeriesChange(Direction.STEADY, 0, 0, Optional.empty(), 0, onset, List.of(window));
    }
    List<Window> missing = missing(times);
    long tolerance = missingMillis(times);
    Instant last = Instant.ofEpochMilli(times[times.length - 1]);
    if (last.plusMillis(tolerance).isBefore(window.end())) {
      return new SeriesChange(Direction.GONE, level, 0, Optional.empty(), 0, last, missing);
    }
    Instant first = Instant.ofEpochMilli(times[0]);
    if (first.minusMillis(tolerance).isAfter(window.start())) {
      return new SeriesChange(Direction.APPEARED, 0, level, Optional.empty(), 0, first, missing);
    }
    return levels(compared, boundary(compared), missing);
  }

  private SeriesChange levels(Series series, int boundary, List<Window> missing) {
    double[] values = series.values();
    if (boundary < 2 || values.length - boundary < 2) {
      double level = values.length == 0 ? 0 : Robust.median(values);
      return new SeriesChange(Direction.STEADY, level, level, Optional.empty(), 0, onset, missing);
    }
    double[] earlier = Arrays.copyOfRange(values, 0, boundary);
    double before = Robust.median(earlier);
    double after = Robust.median(Arrays.copyOfRange(values, boundary, values.length));
    double sigma = Math.max(Robust.sigma(earlier), SIGMA_FLOOR * Math.abs(before));
    double move = after - before;
    double z = move == 0 ? 0 : Math.clamp(move / sigma, -Z_MAX, Z_MAX); // sigma 0: the limit
    boolean notable =
        Math.abs(z) >= Z_MIN
            && Math.abs(move) >= RELATIVE_MIN * Math.max(Math.abs(before), Math.abs(after));
    Direction direction = notable ? (move > 0 ? Direction.UP : Direction.DOWN) : Direction.STEADY;
    return new SeriesChange(
        direction,
        before,
        after,
        before == 0 ? Optional.empty() : Optional.of(after / before),
        z,
        Instant.ofEpochMilli(series.epochMillis()[boundary]),
        missing);
  }

  private int boundary(Series series) {
    Optional<LevelShift> shift =
        LevelShift.find(series.values(), SEGMENT_MIN)
            .filter(found -> found.statistic() >= SHIFT_MIN);
    if (shift.isPresent()) {
      return shift.get().index();
    }
    int found = Arrays.binarySearch(series.epochMillis(), onset.toEpochMilli());
    return found < 0 ? -found - 1 : found;
  }

  private List<Window> missing(long[] times) {
    long most = missingMillis(times);
    List<Window> runs = new ArrayList<>();
    addRun(runs, window.start().toEpochMilli(), times[0], most);
    for (int i = 1; i < times.length; i++) {
      addRun(runs, times[i - 1], times[i], most);
    }
    addRun(runs, times[times.length - 1], window.end().toEpochMilli(), most);
    return runs;
  }

  private static void addRun(List<Window> runs, long from, long to, long most) {
    if (to - from > most) {
      runs.add(new Window(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)));
    }
  }

  /** Longer than usual for this series, which may be sampled less often than asked for. */
  private long missingMillis(long[] times) {
    double usual = step.toMillis();
    if (times.length > 2) {
      double[] gaps = new double[times.length - 1];
      for (int i = 1; i < times.length; i++) {
        gaps[i - 1] = times[i] - times[i - 1];
      }
      usual = Math.max(usual, Robust.median(gaps));
    }
    return Math.round(usual * MISSING_STEPS);
  }
}
