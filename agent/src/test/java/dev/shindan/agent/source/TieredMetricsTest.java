package dev.shindan.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shindan.agent.model.Window;
import dev.shindan.agent.source.Selection.Found;
import dev.shindan.agent.source.Selection.Reason;
import dev.shindan.agent.source.Selection.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TieredMetricsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final List<LabelMatcher> LOAD = List.of(LabelMatcher.equalTo("__name__", "load"));
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A point as it came in: of which time, to which tiers, with which value in each. */
  private record Point(long second, double[] values) {}

  /** Holds samples in the order in which they came, duplicates and all. */
  private static final class Stored implements MetricSource {
    private final List<long[]> times = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final Map<String, String> labels;
    private boolean down;
    private Window asked = new Window(Instant.EPOCH, Instant.EPOCH);

    Stored(String name) {
      this.labels = Map.of("__name__", name);
    }

    void add(long second, double value) {
      times.add(new long[] {second * 1000});
      values.add(value);
    }

    @Override
    public Selection select(
        List<LabelMatcher> matchers, Window window, Duration step, Duration timeout) {
      asked = window;
      if (down) {
        return new Unavailable(Reason.CONNECTION_REFUSED, "refused");
      }
      long[] all = times.stream().mapToLong(time -> time[0]).toArray();
      double[] read = values.stream().mapToDouble(Double::doubleValue).toArray();
      // more than was asked for, as a store with a coarse index answers
      return new Found(
          all.length == 0 ? List.of() : List.of(new Series(labels, all, read)), true, "memory");
    }

    @Override
    public Optional<String> check() {
      return down ? Optional.of("refused") : Optional.empty();
    }
  }

  private final Stored recent = new Stored("load");
  private final Stored middle = new Stored("load");
  private final Stored old = new Stored("load");

  private TieredMetrics tiers() {
    return new TieredMetrics(
        List.of(
            MetricTier.of("recent", recent, Duration.ZERO, seconds(100), SECOND),
            MetricTier.of("middle", middle, Duration.ofSeconds(60), seconds(300), SECOND),
            MetricTier.of("old", old, Duration.ofSeconds(200), Optional.empty(), SECOND)),
        CLOCK);
  }

  private static Optional<Duration> seconds(int seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  static List<Long> seeds() {
    return new Random(20261124).longs(200).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void pointsAcrossTierEdgesEqualANaiveList(long seed) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      double[] values = new double[3];
      Arrays.setAll(values, _ -> random.nextInt(3) == 0 ? Double.NaN : random.nextInt(1000));
      points.add(new Point(NOW.getEpochSecond() - random.nextInt(400), values));
    }
    Collections.shuffle(points, random); // late and out of order
    List<Stored> stores = List.of(recent, middle, old);
    for (Point point : points) {
      for (int tier = 0; tier < 3; tier++) {
        if (!Double.isNaN(point.values()[tier])) {
          stores.get(tier).add(point.second(), point.values()[tier]);
        }
      }
    }
    long start = NOW.getEpochSecond() - 100 - random.nextInt(300);
    long end = start + random.nextInt(400);

    SortedMap<Long, Double> naive = naive(points, start, end);
    Selection answer =
        tiers()
            .select(
                LOAD,
                new Window(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end)),
                SECOND,
                Duration.ofSeconds(5));

    assertThat(samples(answer)).as("seed %d", seed).isEqualTo(naive);
  }

  /** For each second the last value that came to the first tier which should hold that age. */
  private static SortedMap<Long, Double> naive(List<Point> points, long start, long end) {
    TreeMap<Long, Double> naive = new TreeMap<>();
    for (int tier = 2; tier >= 0; tier--) {
      for (Point point : points) {
        long age = NOW.getEpochSecond() - point.second();
        boolean held =
            switch (tier) {
              case 0 -> age <= 100;
              case 1 -> age >= 60 && age <= 300;
              default -> age >= 200;
            };
        boolean asked = point.second() >= start && point.second() <= end;
        if (held && asked && !Double.isNaN(point.values()[tier])) {
          naive.put(point.second() * 1000, point.values()[tier]);
        }
      }
    }
    return naive;
  }

  private static SortedMap<Long, Double> samples(Selection answer) {
    TreeMap<Long, Double> samples = new TreeMap<>();
    for (Series series : ((Found) answer).series()) {
      for (int i = 0; i < series.values().length; i++) {
        assertThat(samples.put(series.epochMillis()[i], series.values()[i])).isNull();
        assertThat(i == 0 || series.epochMillis()[i] > series.epochMillis()[i - 1]).isTrue();
      }
    }
    return samples;
  }

  @Test
  void onlyTiersWhoseAgeIsAskedForAreAsked() {
    recent.add(NOW.getEpochSecond() - 10, 1);
    Found found = (Found) select(30, 0);
    assertThat(found.complete()).isTrue();
    assertThat(found.origin()).contains("recent", "every 1.0 s");
    assertThat(middle.asked.end()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aTierThatIsDownIsStoodInForAndSaid() {
    recent.down = true;
    old.add(NOW.getEpochSecond() - 10, 7);
    Found found = (Found) select(30, 0);
    assertThat(samples(found)).containsExactly(Map.entry(NOW.toEpochMilli() - 10_000, 7.0));
    assertThat(found.complete()).isFalse();
    assertThat(found.origin()).contains("old", "standing in", "recent did not answer: refused");
  }

  @Test
  void aTierThatIsEmptyWhereItShouldNotBeIsStoodInFor() {
    old.add(NOW.getEpochSecond() - 10, 7);
    Found found = (Found) select(30, 0);
    assertThat(samples(found)).hasSize(1);
    assertThat(found.complete()).isFalse();
  }

  @Test
  void allDownIsUnavailableAndAllEmptyIsEmpty() {
    assertThat(((Found) select(350, 0)).series()).isEmpty();
    recent.down = true;
    middle.down = true;
    old.down = true;
    assertThat(select(350, 0)).isInstanceOf(Unavailable.class);
    assertThat(tiers().check()).hasValueSatisfying(said -> assertThat(said).contains("middle"));
  }

  @Test
  void samplesOfACoarserTierFillOnlyWhereNoFinerOneStandsNear() {
    for (int age = 0; age <= 100; age += 10) {
      recent.add(NOW.getEpochSecond() - age, 1);
    }
    for (int age = 60; age <= 300; age += 60) {
      middle.add(NOW.getEpochSecond() - age - 3, 2);
    }
    TieredMetrics tiers =
        new TieredMetrics(
            List.of(
                MetricTier.of("recent", recent, Duration.ZERO, seconds(100), SECOND),
                MetricTier.of(
                    "middle",
                    middle,
                    Duration.ofSeconds(30),
                    Optional.empty(),
                    Duration.ofMinutes(1))),
            CLOCK);
    Window window = new Window(NOW.minusSeconds(400), NOW);
    SortedMap<Long, Double> samples =
        samples(tiers.select(LOAD, window, SECOND, Duration.ofSeconds(5)));
    assertThat(samples.values().stream().filter(value -> value == 1)).hasSize(11);
    assertThat(samples.values().stream().filter(value -> value == 2)).hasSize(3);
  }

  @Test
  void rollUpsKeepTheirMinimumAndMaximum() {
    Stored largest = new Stored("load:max");
    largest.add(NOW.getEpochSecond() - 500, 99);
    MetricTier rolled =
        new MetricTier(
            "old",
            largest,
            Duration.ofSeconds(200),
            Optional.empty(),
            Duration.ofHours(1),
            Optional.of(":min"),
            Optional.of(":max"));
    assertThat(rolled.widened(LOAD))
        .containsExactly(LabelMatcher.matching("__name__", "load(|:min|:max)"));
    Found found =
        (Found)
            new TieredMetrics(List.of(rolled), CLOCK)
                .select(
                    LOAD,
                    new Window(NOW.minusSeconds(600), NOW.minusSeconds(400)),
                    SECOND,
                    Duration.ofSeconds(5));
    assertThat(found.series().getFirst().labels())
        .isEqualTo(Map.of("__name__", "load", "rollup", "max"));
  }

  private Selection select(int fromAge, int toAge) {
    return tiers()
        .select(
            LOAD,
            new Window(NOW.minusSeconds(fromAge), NOW.minusSeconds(toAge)),
            SECOND,
            Duration.ofSeconds(5));
  }
}
