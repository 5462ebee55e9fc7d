package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.shindan.agent.signal.ChangePoint.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ChangePointsTest {
  @Test
  void aStepIsAChangeOfLevel() {
    List<ChangePoint> found = ChangePoints.of(series(200, i -> i < 120 ? 10 : 16));

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().kind()).isEqualTo(Kind.LEVEL);
    assertThat(found.getFirst().index()).isBetween(119, 121);
    assertThat(found.getFirst().before()).isCloseTo(10, within(0.5));
    assertThat(found.getFirst().after()).isCloseTo(16, within(0.5));
  }

  @Test
  void aBendIsAChangeOfSlope() {
    List<ChangePoint> found = ChangePoints.of(series(200, i -> i < 100 ? 5 : 5 + (i - 100) * 0.4));

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().kind()).isEqualTo(Kind.SLOPE);
    assertThat(found.getFirst().index()).isBetween(90, 120);
  }

  @Test
  void noiseThatGrowsIsAChangeOfVariance() {
    Random random = new Random(1);
    double[] values = new double[300];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 + random.nextGaussian() * (i < 150 ? 0.5 : 6);
    }

    List<ChangePoint> found = ChangePoints.of(values);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().kind()).isEqualTo(Kind.VARIANCE);
    assertThat(found.getFirst().index()).isBetween(145, 155);
  }

  @Test
  void noiseAndTrendsAreNoChange() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      double slope = seed / 20.0;
      double[] values = new double[250];
      for (int i = 0; i < values.length; i++) {
        values[i] = slope * i + random.nextGaussian();
      }
      assertThat(ChangePoints.of(values)).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void aSingleSpikeIsNoChange() {
    double[] values = series(200, i -> 10);
    values[77] = 900;

    assertThat(ChangePoints.of(values)).isEmpty();
  }

  @Test
  void aRunWithoutSamplesIsTold() {
    double[] values = series(200, i -> 10);
    Arrays.fill(values, 80, 90, Double.NaN);
    values[150] = Double.NaN;

    assertThat(ChangePoints.of(values))
        .extracting(ChangePoint::kind, ChangePoint::index)
        .containsExactly(tuple(Kind.MISSING, 80), tuple(Kind.RETURNED, 90));
  }

  @Test
  void aStepAcrossAGapIsFound() {
    double[] values = series(200, i -> i < 100 ? 10 : 20);
    Arrays.fill(values, 95, 108, Double.NaN);

    assertThat(ChangePoints.of(values))
        .filteredOn(point -> point.kind() == Kind.LEVEL)
        .singleElement()
        .satisfies(point -> assertThat(point.index()).isBetween(94, 109));
  }

  @Test
  void scaleAndOffsetDoNotMatter() {
    double[] values = series(300, i -> i < 90 ? 1 : i < 200 ? 4 : 2);
    List<Integer> found = ChangePoints.indexes(values);

    assertThat(found).hasSize(2);
    assertThat(ChangePoints.indexes(Arrays.stream(values).map(v -> v * 1e9).toArray()))
        .isEqualTo(found);
    assertThat(ChangePoints.indexes(Arrays.stream(values).map(v -> v * 1e-9 - 3).toArray()))
        .isEqualTo(found);
    assertThat(ChangePoints.indexes(values)).isEqualTo(found);
  }

  @Test
  void aLongSeriesIsCutToTheSample() {
    double[] values = series(100_000, i -> i < 61_234 ? 10 : 14);

    assertThat(ChangePoints.indexes(values))
        .singleElement()
        .satisfies(index -> assertThat(index).isBetween(61_231, 61_237));
  }

  @Test
  void seriesSampledTogetherAreCutTogether() {
    double[] one = series(200, i -> i < 100 ? 0 : 3);
    double[] other = series(200, i -> i < 101 ? 7 : 2);

    assertThat(ChangePoints.indexes(one, other)).hasSize(1);
  }

  @Test
  void emptyShortConstantAndWildSeriesAreTaken() {
    assertThat(ChangePoints.of(new double[0])).isEmpty();
    assertThat(ChangePoints.indexes()).isEmpty();
    assertThat(ChangePoints.of(new double[] {1, 2, 3})).isEmpty();
    assertThat(ChangePoints.of(new double[100])).isEmpty();
    assertThat(ChangePoints.of(filled(100, Double.NaN))).isEmpty();
    assertThat(ChangePoints.of(filled(100, Double.MAX_VALUE))).isEmpty();
    double[] wild = series(100, i -> i < 50 ? -1e300 : 1e300);
    wild[10] = Double.POSITIVE_INFINITY;
    wild[11] = Double.NEGATIVE_INFINITY;
    assertThat(ChangePoints.of(wild)).extracting(ChangePoint::index).contains(50);
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] series(int length, IntToDoubleFunction level) {
    Random random = new Random(42);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = level.applyAsDouble(i) + random.nextGaussian() * 0.5;
    }
    return values;
  }
}
