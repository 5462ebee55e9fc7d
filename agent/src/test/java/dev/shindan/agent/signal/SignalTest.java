package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.signal.SeriesChange.Direction;
import dev.shindan.agent.source.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T03:00:00Z");
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final int SAMPLES = 80;

  @Test
  void aRestartOfTheCounterIsNoNegativeRate() {
    Series counter = series(0, 150, 300, 15, 165);
    assertThat(Rates.perSecond(counter).values()).containsExactly(10, 10, 1, 10);
    assertThat(Rates.perSecond(counter).epochMillis()[0])
        .isEqualTo(BEGIN.plus(STEP).toEpochMilli());
  }

  @Test
  void aCounterScrapedLessOftenThanSampledHasASteadyRate() {
    double[] values =
        IntStream.range(0, 40).mapToDouble(i -> Math.floorDiv(i, 4) * 600.0).toArray();
    assertThat(Rates.perSecond(series(values)).values()).containsOnly(10.0);
  }

  @Test
  void theMeanIsGrowthOfTheSumByGrowthOfTheCount() {
    Series mean = Rates.mean(series(0, 2, 2, 10), series(0, 4, 4, 8));
    assertThat(mean.values()).containsExactly(0.5, 2.0);
  }

  @Test
  void oneWildSampleDoesNotMoveMedianAndSigma() {
    double[] values = {10, 11, 9, 10, 11, 9, 1e9};
    assertThat(Robust.median(values)).isEqualTo(10);
    assertThat(Robust.sigma(values)).isCloseTo(1.4826, within(1e-9));
  }

  @Test
  void sigmaOfMostlyEqualValuesIsTheMeanDeviation() {
    assertThat(Robust.sigma(new double[] {5, 5, 5, 5, 9})).isCloseTo(1.2533 * 0.8, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theLevelShiftIsFoundWithoutBeingToldWhere(long seed) {
    Random random = new Random(seed);
    double[] values =
        IntStream.range(0, SAMPLES)
            .mapToDouble(i -> (i < 60 ? 10 : 14) + random.nextGaussian())
            .toArray();
    assertThat(LevelShift.find(values, 3).orElseThrow().index())
        .as("seed %d", seed)
        .isBetween(57, 63);
  }

  @Test
  void equalValuesHaveNoLevelShift() {
    assertThat(LevelShift.find(new double[] {3, 3, 3, 3, 3, 3, 3}, 3)).isEmpty();
    assertThat(LevelShift.find(new double[] {1, 2}, 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 55, 60, 70, 78})
  void aWrongAlertTimeDoesNotMoveTheOnset(int onsetSample) {
    SeriesChange change = compare(onsetSample, i -> i < 60 ? 10 + i % 3 : 40 + i % 3);

    assertThat(change.direction()).isEqualTo(Direction.UP);
    assertThat(change.changedAt()).isEqualTo(at(60));
    assertThat(change.before()).isEqualTo(11);
    assertThat(change.after()).isEqualTo(41);
    assertThat(change.changeRatio().orElseThrow()).isCloseTo(41 / 11.0, within(1e-9));
    assertThat(change.robustZ()).isCloseTo(30 / 1.4826, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noiseIsNoChange(long seed) {
    Random random = new Random(seed);
    assertThat(compare(60, i -> 100 + 10 * random.nextGaussian()).direction())
        .as("seed %d", seed)
        .isEqualTo(Direction.STEADY);
  }

  @Test
  void oneSpikeIsNoChange() {
    assertThat(compare(60, i -> i == 62 ? 9000 : 10 + i % 3).direction())
        .isEqualTo(Direction.STEADY);
  }

  @Test
  void aMoveOfAFewPartsInAHundredIsNoChange() {
    assertThat(compare(60, i -> i < 60 ? 1000 : 1050).direction()).isEqualTo(Direction.STEADY);
  }

  @Test
  void aRiseFromNothingHasNoRatioAndTheLargestZ() {
    SeriesChange change = compare(60, i -> i < 60 ? 0 : 5);
    assertThat(change.direction()).isEqualTo(Direction.UP);
    assertThat(change.changeRatio()).isEmpty();
    assertThat(change.robustZ()).isEqualTo(100);
  }

  @Test
  void aSeriesThatStopsIsGoneAndOneThatBeginsAppeared() {
    Series stopped = between(0, 50);
    Series began = between(50, SAMPLES);

    assertThat(comparison(60).compare(stopped).direction()).isEqualTo(Direction.GONE);
    assertThat(comparison(60).compare(stopped).changedAt()).isEqualTo(at(49));
    assertThat(comparison(60).compare(stopped).missing())
        .containsExactly(new Window(at(49), at(SAMPLES - 1)));
    assertThat(comparison(60).compare(began).direction()).isEqualTo(Direction.APPEARED);
    assertThat(comparison(60).compare(began).changedAt()).isEqualTo(at(50));
  }

  @Test
  void aGapInTheMiddleIsToldAsMissing() {
    long[] times =
        IntStream.range(0, SAMPLES)
            .filter(i -> i < 20 || i >= 30)
            .mapToLong(i -> at(i).toEpochMilli())
            .toArray();
    double[] values = new double[times.length];
    SeriesChange change = comparison(60).compare(new Series(Map.of(), times, values));
    assertThat(change.direction()).isEqualTo(Direction.STEADY);
    assertThat(change.missing()).containsExactly(new Window(at(19), at(30)));
  }

  @Test
  void noSampleAtAllIsSteadyAndTooFewAreNotCompared() {
    assertThat(comparison(60).compare(series()).direction()).isEqualTo(Direction.STEADY);
    assertThat(comparison(79).compare(between(78, 80)).direction()).isEqualTo(Direction.APPEARED);
  }

  private static SeriesChange compare(int onsetSample, IntToDoubleFunction value) {
    return comparison(onsetSample)
        .compare(series(IntStream.range(0, SAMPLES).mapToDouble(value).toArray()));
  }

  private static SeriesComparison comparison(int onsetSample) {
    return new SeriesComparison(new Window(BEGIN, at(SAMPLES - 1)), at(onsetSample), STEP);
  }

  private static Series between(int from, int to) {
    long[] times = IntStream.range(from, to).mapToLong(i -> at(i).toEpochMilli()).toArray();
    return new Series(Map.of(), times, LongStream.of(times).asDoubleStream().toArray());
  }

  private static Series series(double... values) {
    long[] times = IntStream.range(0, values.length).mapToLong(i -> at(i).toEpochMilli()).toArray();
    return new Series(Map.of("__name__", "m"), times, values);
  }

  private static Instant at(int sample) {
    return BEGIN.plus(STEP.multipliedBy(sample));
  }
}
