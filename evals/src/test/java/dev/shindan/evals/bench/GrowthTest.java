package dev.shindan.evals.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthTest {
  @Test
  void theExponentIsThePowerOfTheSize() {
    Growth linear = new Growth();
    Growth quadratic = new Growth();
    for (int size : new int[] {10, 20, 40, 80}) {
      linear.add(size, 3 * size);
      quadratic.add(size, size * (double) size);
    }

    assertThat(linear.exponent()).isEqualTo(1);
    assertThat(quadratic.exponent()).isEqualTo(2);
  }

  @Test
  void thePlotHasABarForEachSize() {
    Growth growth = new Growth();
    growth.add(10, 1);
    growth.add(20, 2);

    assertThat(growth.plot("what").lines()).hasSize(3).last().asString().contains("█".repeat(40));
  }
}
