package dev.shindan.agent.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricReductionTest {
  private static final int SAMPLES = 120;
  private static final int ONSET = 80;

  @Test
  void eachSeriesHasItsReason() {
    MetricReduction reduction =
        MetricReduction.of(
            new double[][] {
              noise(1, 100, 1, 130, 1),
              noise(2, 100, 1, 100, 12),
              noise(3, 100, 1, 100, 1),
              noise(4, 100, 0.5, 103, 0.5),
              constant(7),
              missing(noise(5, 100, 1, 100, 1), ONSET, SAMPLES),
              missing(noise(6, 100, 1, 100, 1), 0, ONSET),
              missing(noise(7, 100, 1, 100, 1), 0, SAMPLES),
              movedAt(8, 30),
              noise(9, 40, 1, 90, 1)
            });

    assertThat(reduction.onset()).isBetween(ONSET - 1, ONSET + 1);
    assertThat(reduction.verdicts())
        .extracting(SeriesVerdict::reason)
        .containsExactly(
            SeriesReason.LEVEL_MOVED,
            SeriesReason.SPREAD_MOVED,
            SeriesReason.UNCLEAR,
            SeriesReason.SMALL,
            SeriesReason.CONSTANT,
            SeriesReason.GONE,
            SeriesReason.APPEARED,
            SeriesReason.NO_SAMPLES,
            SeriesReason.OTHER_TIME,
            SeriesReason.LEVEL_MOVED);
    assertThat(reduction.kept()).extracting(SeriesVerdict::series).contains(0, 1, 5, 6, 9);
  }

  @Test
  void aSlowDriftIsUsual() {
    double[][] series = new double[8][];
    for (int i = 0; i < 7; i++) {
      series[i] = noise(i, 100, 1, 140, 1);
    }
    series[7] = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      series[7][i] = 100 + 40 * Math.sin(i / 25.0);
    }

    assertThat(MetricReduction.of(series).verdicts().get(7).reason()).isEqualTo(SeriesReason.USUAL);
  }

  @Test
  void equalSeriesHaveEqualVerdicts() {
    double[] same = noise(1, 10, 1, 20, 1);

    assertThat(MetricReduction.of(new double[][] {same, same.clone(), same.clone()}).kept())
        .hasSize(3);
  }

  @Test
  void theOnsetIsFoundWhateverWasTold() {
    double[][] series = new double[20][];
    for (int i = 0; i < series.length; i++) {
      series[i] = i < 6 ? noise(i, 50, 2, 90, 2) : noise(i, 50, 2, 50, 2);
    }

    for (int told : new int[] {0, 20, 60, 80, 100, 119}) {
      MetricReduction reduction = MetricReduction.of(series, OptionalInt.of(told));
      assertThat(reduction.onset()).as("told " + told).isBetween(ONSET - 1, ONSET + 1);
      assertThat(reduction.kept()).as("told " + told).hasSize(6);
    }
  }

  @Test
  void theOrderOfSeriesDoesNotMatter() {
    double[][] series = new double[30][];
    for (int i = 0; i < series.length; i++) {
      series[i] = noise(i, 50, 2, i % 3 == 0 ? 80 : 50, 2);
    }
    double[][] turned = new double[30][];
    for (int i = 0; i < series.length; i++) {
      turned[i] = series[29 - i];
    }
    List<SeriesVerdict> verdicts = MetricReduction.of(series).verdicts();
    List<SeriesVerdict> ofTurned = MetricReduction.of(turned).verdicts();

    for (int i = 0; i < 30; i++) {
      assertThat(ofTurned.get(29 - i).reason()).isEqualTo(verdicts.get(i).reason());
      assertThat(ofTurned.get(29 - i).deviation()).isEqualTo(verdicts.get(i).deviation());
    }
    assertThat(MetricReduction.of(series).verdicts()).isEqualTo(verdicts);
  }

  @Test
  void manySeriesAreJudgedAsFewAre() {
    double[][] many = new double[5_000][];
    for (int i = 0; i < many.length; i++) {
      many[i] = noise(i, 50, 2, i % 10 == 0 ? 80 : 50, 2);
    }

    MetricReduction reduction = MetricReduction.of(many);

    assertThat(reduction.onset()).isEqualTo(ONSET);
    assertThat(reduction.kept().size()).isBetween(500, 520);
    assertThat(MetricReduction.of(many)).isEqualTo(reduction);
  }

  @Test
  void noiseAloneKeepsNearlyNothing() {
    double[][] series = new double[200][];
    for (int i = 0; i < series.length; i++) {
      series[i] = noise(i, 50, 2, 50, 2);
    }

    assertThat(MetricReduction.of(series).kept()).hasSizeLessThan(4);
  }

  @Test
  void emptyAndWildSeriesAreTaken() {
    assertThat(MetricReduction.of(new double[0][]).verdicts()).isEmpty();
    assertThat(MetricReduction.of(new double[][] {{}, {}}).verdicts()).hasSize(2);
    double[] wild = noise(1, 1e300, 1e299, -1e300, 1e299);
    wild[3] = Double.POSITIVE_INFINITY;
    wild[4] = Double.NaN;

    assertThat(
            MetricReduction.of(new double[][] {wild, constant(0), constant(Double.NaN)}).verdicts())
        .extracting(SeriesVerdict::reason)
        .containsExactly(SeriesReason.LEVEL_MOVED, SeriesReason.CONSTANT, SeriesReason.NO_SAMPLES);
  }

  @Test
  void everyReasonHasItsOwnWords() {
    assertThat(SeriesReason.values()).extracting(SeriesReason::words).doesNotHaveDuplicates();
  }

  @Test
  void theOwnerOfTheFarthestSeriesLeads() {
    MetricReduction reduction =
        MetricReduction.of(
            new double[][] {
              noise(1, 50, 2, 65, 2),
              noise(2, 50, 2, 60, 2),
              noise(3, 50, 2, 99, 2),
              noise(4, 9, 1, 9, 1)
            });

    assertThat(MetricSuspects.ranked(reduction, i -> List.of("a", "a", "b", "c").get(i)))
        .extracting(MetricSuspects.Suspect::owner)
        .containsExactly("b", "a", "c");
  }

  private static double[] noise(
      int seed, double before, double sigmaBefore, double after, double sigmaAfter) {
    Random random = new Random(seed * 31L + 7);
    double[] values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] =
          i < ONSET
              ? before + random.nextGaussian() * sigmaBefore
              : after + random.nextGaussian() * sigmaAfter;
    }
    return values;
  }

  private static double[] movedAt(int seed, int at) {
    Random random = new Random(seed);
    double[] values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] = (i >= at ? 70 : 50) + random.nextGaussian();
    }
    return values;
  }

  private static double[] constant(double value) {
    double[] values = new double[SAMPLES];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] missing(double[] values, int from, int to) {
    Arrays.fill(values, from, to, Double.NaN);
    return values;
  }
}
