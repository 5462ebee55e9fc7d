package dev.shindan.agent.reason.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.shindan.agent.catalogue.Weight;
import dev.shindan.agent.model.Bearing;
import dev.shindan.agent.model.Evidence;
import dev.shindan.agent.model.Hypothesis;
import dev.shindan.agent.model.Strength;
import dev.shindan.agent.trail.HypothesisState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NextTestsTest {
  private static final Weight FOR = new Weight(Bearing.SUPPORTS, Strength.STRONG);
  private static final Weight AGAINST = new Weight(Bearing.REFUTES, Strength.STRONG);
  private static final Weight NOTHING = new Weight(Bearing.NEUTRAL, Strength.WEAK);

  @Test
  void strongCheckTellsMoreThanAWeakOne() {
    Weight weakFor = new Weight(Bearing.SUPPORTS, Strength.WEAK);
    Weight weakAgainst = new Weight(Bearing.REFUTES, Strength.WEAK);

    assertThat(NextTests.information(0.5, FOR, AGAINST))
        .isGreaterThan(NextTests.information(0.5, weakFor, weakAgainst))
        .isLessThan(Math.log(2));
  }

  @Test
  void openQuestionIsWorthMoreThanASettledOne() {
    assertThat(NextTests.information(0.5, FOR, AGAINST))
        .isGreaterThan(NextTests.information(0.99, FOR, AGAINST))
        .isGreaterThan(NextTests.information(0.01, FOR, AGAINST));
  }

  @Test
  void checkThatSaysTheSameEitherWayTellsNothing() {
    assertThat(NextTests.information(0.5, NOTHING, NOTHING)).isZero();
    assertThat(NextTests.information(0.5, FOR, FOR)).isZero();
  }

  @Test
  void sidesMayBeSwapped() {
    assertThat(NextTests.information(0.3, AGAINST, FOR))
        .isCloseTo(NextTests.information(0.3, FOR, AGAINST), within(1e-9));
  }

  /** Prior, evidence as bearing and strength on bases a, b, …, and what follows. */
  @ParameterizedTest
  @CsvSource({
    "0.05, '', 0.05, OPEN",
    "0.05, 'SUPPORTS STRONG', 0.513, OPEN",
    "0.2, 'SUPPORTS STRONG', 0.833, SUPPORTED",
    "0.4, 'SUPPORTS STRONG', 0.85, SUPPORTED",
    "0.05, 'SUPPORTS DECISIVE', 0.913, SUPPORTED",
    "0.2, 'SUPPORTS STRONG,SUPPORTS MODERATE', 0.962, SUPPORTED",
    "0.2, 'REFUTES STRONG', 0.012, REFUTED",
    "0.2, 'SUPPORTS STRONG,REFUTES STRONG', 0.2, INCONCLUSIVE",
    "0.4, 'SUPPORTS DECISIVE,SUPPORTS STRONG,SUPPORTS STRONG', 0.99, SUPPORTED"
  })
  void probabilityFollowsFromPriorAndEvidence(
      double prior, String evidence, double expected, HypothesisState.Status status) {
    List<Evidence> items = new ArrayList<>();
    for (String item : evidence.isEmpty() ? new String[0] : evidence.split(",", -1)) {
      String[] words = item.strip().split(" ", -1);
      items.add(
          new Evidence(
              "h1",
              items.size() + 1L,
              Bearing.valueOf(words[0]),
              Strength.valueOf(words[1]),
              "basis" + items.size(),
              Optional.empty(),
              "test",
              ""));
    }
    HypothesisState state =
        new HypothesisState(
            new Hypothesis("h1", "other", "app1", "test", prior, "test"), items, false);

    assertThat(state.probability()).isCloseTo(expected, within(0.001));
    assertThat(state.status()).isEqualTo(status);
  }
}
