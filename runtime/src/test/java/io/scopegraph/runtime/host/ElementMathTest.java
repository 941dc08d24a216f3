package io.scopegraph.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ElementMathTest {
  private static double unary(UnaryFunction function, double x) {
    return ElementMath.apply(function, 0, 0, x);
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "RELU6", "CLIP", "HARD_SIGMOID", "ABS", "SIGMOID", "SIGN", "ERF"})
  void nanStaysNan(UnaryFunction function) {
    assertThat(ElementMath.apply(function, 0, 1, Double.NaN)).isNaN();
  }

  @ParameterizedTest
  @EnumSource(names = {"MAXIMUM", "MINIMUM", "ADD", "MUL"})
  void nanWinsOnEitherSide(BinaryFunction function) {
    assertThat(ElementMath.apply(function, Double.NaN, 1.0)).isNaN();
    assertThat(ElementMath.apply(function, 1.0, Double.NaN)).isNaN();
  }

  @Test
  void erfIsThatOfTheTables() {
    assertThat(unary(UnaryFunction.ERF, 0.5)).isCloseTo(0.5204998778130465, within(1e-14));
    assertThat(unary(UnaryFunction.ERF, -2)).isCloseTo(-0.9953222650189527, within(1e-14));
    assertThat(unary(UnaryFunction.ERF, 4)).isCloseTo(0.9999999845827421, within(1e-14));
    assertThat(unary(UnaryFunction.ERF, 30)).isEqualTo(1);
    assertThat(unary(UnaryFunction.ERF, 0)).isZero();
  }

  @Test
  void exponentialsNeitherOverflowNorVanish() {
    assertThat(unary(UnaryFunction.SIGMOID, -800)).isZero();
    assertThat(unary(UnaryFunction.SIGMOID, 800)).isEqualTo(1);
    assertThat(unary(UnaryFunction.SOFTPLUS, 800)).isEqualTo(800);
    assertThat(unary(UnaryFunction.SOFTPLUS, -40)).isCloseTo(Math.exp(-40), within(1e-30));
  }

  @Test
  void halvesRoundToEven() {
    assertThat(unary(UnaryFunction.ROUND, 2.5)).isEqualTo(2);
    assertThat(unary(UnaryFunction.ROUND, -3.5)).isEqualTo(-4);
  }

  @Test
  void parametersHaveTheirPlaces() {
    assertThat(ElementMath.apply(UnaryFunction.LEAKY_RELU, 0.5, 0, -2.0)).isEqualTo(-1);
    assertThat(ElementMath.apply(UnaryFunction.HARD_SIGMOID, 0.2, 0.5, 1.0)).isEqualTo(0.7);
    assertThat(ElementMath.apply(UnaryFunction.CLIP, -1, 1, 7.0)).isEqualTo(1);
    assertThat(ElementMath.apply(UnaryFunction.ELU, 2, 0, -1.0))
        .isCloseTo(2 * (Math.exp(-1) - 1), within(1e-15));
  }

  @Test
  void theRemainderHasTheSignOfTheDivisor() {
    assertThat(ElementMath.apply(BinaryFunction.MOD, -7L, 3L)).isEqualTo(2);
    assertThat(ElementMath.apply(BinaryFunction.MOD, 7L, -3L)).isEqualTo(-2);
    assertThat(ElementMath.apply(BinaryFunction.MOD, -7.0, 3.0)).isEqualTo(2);
    assertThat(ElementMath.apply(BinaryFunction.MOD, 6.0, -3.0)).isZero();
  }

  @Test
  void integersDivideTowardZeroAndByZeroGiveZero() {
    assertThat(ElementMath.apply(BinaryFunction.DIV, -7L, 2L)).isEqualTo(-3);
    assertThat(ElementMath.apply(BinaryFunction.DIV, 5L, 0L)).isZero();
    assertThat(ElementMath.apply(BinaryFunction.MOD, 5L, 0L)).isZero();
  }

  @Test
  void integerPowersAreExact() {
    assertThat(ElementMath.apply(BinaryFunction.POW, 3L, 39L)).isEqualTo(4052555153018976267L);
    assertThat(ElementMath.apply(BinaryFunction.POW, -1L, -3L)).isEqualTo(-1);
    assertThat(ElementMath.apply(BinaryFunction.POW, 2L, -1L)).isZero();
    assertThat(ElementMath.apply(BinaryFunction.POW, 0L, 0L)).isEqualTo(1);
  }

  @Test
  void integerBoundsOfInfinityAreNone() {
    double none = Double.POSITIVE_INFINITY;
    assertThat(ElementMath.apply(UnaryFunction.CLIP, -none, none, Long.MIN_VALUE))
        .isEqualTo(Long.MIN_VALUE);
    assertThat(ElementMath.apply(UnaryFunction.CLIP, 0, none, -5L)).isZero();
  }

  @Test
  void comparisonsWithNanAreFalse() {
    assertThat(ElementMath.test(BinaryFunction.EQUAL, Double.NaN, Double.NaN)).isFalse();
    assertThat(ElementMath.test(BinaryFunction.NOT_EQUAL, Double.NaN, Double.NaN)).isTrue();
    assertThat(ElementMath.test(BinaryFunction.LESS_EQUAL, Double.NaN, 1.0)).isFalse();
  }

  @Test
  void logicTakesAnythingButZeroAsTrue() {
    assertThat(ElementMath.test(BinaryFunction.XOR, 1L, 2L)).isFalse();
    assertThat(ElementMath.test(BinaryFunction.AND, 1L, 0L)).isFalse();
    assertThat(ElementMath.test(BinaryFunction.OR, 0L, 2L)).isTrue();
  }

  @Test
  void refusesWhatAnElementTypeDoesNotHave() {
    assertThatThrownBy(() -> ElementMath.apply(UnaryFunction.EXP, 0, 0, 1L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElementMath.apply(BinaryFunction.LESS, 1.0, 2.0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElementMath.test(BinaryFunction.ADD, 1.0, 2.0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
