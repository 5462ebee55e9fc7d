package dev.shindan.evals.dataset;

/** Figures as they are printed. */
final class Rounded {
  private Rounded() {}

  /** To four decimals. */
  static double of(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  /** Mean wall time of a case since {@link System#nanoTime()} was {@code start}. */
  static double secondsEach(long start, int cases) {
    return of((System.nanoTime() - start) / 1e9 / Math.max(cases, 1));
  }
}
