package dev.shindan.evals.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoresTest {
  @Test
  void onlyGroupsWithExactlyTheSameLinesCount() {
    assertThat(GroupingAccuracy.of(List.of(1, 1, 2, 3), List.of("a", "a", "b", "b")))
        .isEqualTo(0.5);
    assertThat(GroupingAccuracy.of(List.of(7, 7, 8, 8), List.of("a", "a", "b", "b"))).isEqualTo(1);
    assertThat(GroupingAccuracy.of(List.of(1, 1, 1, 1), List.of("a", "a", "b", "b"))).isZero();
    assertThat(GroupingAccuracy.of(List.of(), List.of())).isZero();
  }

  @Test
  void coverIsTheJaccardIndexWeightedByLength() {
    assertThat(Segmentation.cover(List.of(Set.of(50)), List.of(50), 100)).isEqualTo(1);
    assertThat(Segmentation.cover(List.of(Set.of(50)), List.of(), 100)).isEqualTo(0.5);
    assertThat(Segmentation.cover(List.of(Set.of(), Set.of(50)), List.of(), 100)).isEqualTo(0.75);
    assertThat(Segmentation.cover(List.of(Set.of()), List.of(25), 100)).isEqualTo(0.75);
  }

  @Test
  void f1CountsTheStartAndAMarginOfFive() {
    assertThat(Segmentation.f1(List.of(Set.of(50)), List.of(55))).isEqualTo(1);
    assertThat(Segmentation.f1(List.of(Set.of(50)), List.of(56))).isEqualTo(0.5);
    assertThat(Segmentation.f1(List.of(Set.of()), List.of())).isEqualTo(1);
    assertThat(Segmentation.f1(List.of(Set.of(50)), List.of())).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void onePointFoundMatchesOneTruePointOnly() {
    double f1 = Segmentation.f1(List.of(Set.of(48, 52)), List.of(50));

    assertThat(f1).isCloseTo(2 * 1 * (2 / 3.0) / (1 + 2 / 3.0), within(1e-12));
  }
}
