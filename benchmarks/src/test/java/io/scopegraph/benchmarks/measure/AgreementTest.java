package io.scopegraph.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static List<Tensor> vector(float... values) {
    return List.of(Tensor.ofFloats(Shape.of(values.length), values));
  }

  @Test
  void isTheLargestDifferenceByTheLargestMagnitude() {
    Agreement agreement = Agreement.of(vector(1, -4.5f, 8), vector(1, -4, 10));
    assertThat(agreement.difference()).isCloseTo(0.2, within(1e-12));
    assertThat(agreement.holds()).isFalse();
  }

  @Test
  void holdsForEqualResultsEvenOfZeros() {
    assertThat(Agreement.of(vector(0, 0), vector(0, 0)).difference()).isZero();
    assertThat(Agreement.of(vector(0, 0), vector(0, 0)).holds()).isTrue();
  }

  @Test
  void doesNotHoldForWhatIsNotFinite() {
    assertThat(Agreement.of(vector(1, Float.NaN), vector(1, Float.NaN)).holds()).isFalse();
  }

  @Test
  void looksAtAllOutputs() {
    List<Tensor> ours = List.of(vector(1).getFirst(), vector(2).getFirst());
    List<Tensor> theirs = List.of(vector(1).getFirst(), vector(1).getFirst());
    assertThat(Agreement.of(ours, theirs).holds()).isFalse();
  }

  @Test
  void doesNotHoldForOutputsOfOtherShapesOrNumbers() {
    assertThat(Agreement.of(vector(1), vector(1, 2)).holds()).isFalse();
    assertThat(Agreement.of(vector(1), List.of()).holds()).isFalse();
  }
}
