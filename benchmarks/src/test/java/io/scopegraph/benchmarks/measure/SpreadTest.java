package io.scopegraph.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void ofAnOddNumberHasTheOneInTheMiddle() {
    assertThat(Spread.of(5, 1, 3)).isEqualTo(new Spread(3, 1, 5));
  }

  @Test
  void ofAnEvenNumberHasTheMeanOfTheTwoInTheMiddle() {
    assertThat(Spread.of(4, 1, 100, 2)).isEqualTo(new Spread(3, 1, 100));
  }

  @Test
  void leavesTheValuesAsTheyAre() {
    double[] values = {2, 1};
    Spread.of(values);
    assertThat(values).containsExactly(2, 1);
  }

  @Test
  void needsAValue() {
    assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofRatiosIsTakenRoundByRound() {
    Spread ratio = Alternation.ratio(new double[] {2, 9, 8}, new double[] {1, 3, 8});
    assertThat(ratio).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void meanOfRatiosIsGeometric() {
    assertThat(GeometricMean.of(List.of(4.0, 0.25))).isCloseTo(1, within(1e-12));
    assertThat(GeometricMean.of(List.of(1.0, 2.0, 4.0))).isCloseTo(2, within(1e-12));
  }

  @Test
  void meanOfRatiosTakesPositiveNumbersOnly() {
    assertThatThrownBy(() -> GeometricMean.of(List.of(1.0, 0.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0.0");
    assertThatThrownBy(() -> GeometricMean.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
