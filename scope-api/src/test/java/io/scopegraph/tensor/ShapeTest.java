package io.scopegraph.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {
  private static final Shape UNKNOWN = Shape.unknownRank();

  static Stream<Arguments> broadcasts() {
    return Stream.of(
        Arguments.of(Shape.of(2, 1), Shape.of(3), Shape.of(2, 3)),
        Arguments.of(Shape.of(), Shape.of(2, 3), Shape.of(2, 3)),
        Arguments.of(Shape.of(5, 1, 4), Shape.of(1, 3, 1), Shape.of(5, 3, 4)),
        Arguments.of(Shape.of(0), Shape.of(1), Shape.of(0)),
        Arguments.of(Shape.of(-1), Shape.of(3), Shape.of(3)),
        Arguments.of(Shape.of(-1), Shape.of(0), Shape.of(0)),
        Arguments.of(Shape.of(-1), Shape.of(1), Shape.of(-1)),
        Arguments.of(Shape.of(-1), Shape.of(-1), Shape.of(-1)),
        Arguments.of(Shape.of(2), UNKNOWN, UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("broadcasts")
  void broadcastsBothWays(Shape left, Shape right, Shape result) {
    assertThat(Shape.broadcast(left, right)).contains(result);
    assertThat(Shape.broadcast(right, left)).contains(result);
  }

  @Test
  void doesNotBroadcastDifferentExtents() {
    assertThat(Shape.broadcast(Shape.of(2), Shape.of(3))).isEqualTo(Optional.empty());
    assertThat(Shape.broadcast(Shape.of(0), Shape.of(2))).isEqualTo(Optional.empty());
  }

  @Test
  void isCompatibleWhereBothAreKnown() {
    assertThat(Shape.of(-1, 3).isCompatibleWith(Shape.of(2, -1))).isTrue();
    assertThat(Shape.of(2).isCompatibleWith(UNKNOWN)).isTrue();
    assertThat(Shape.of(2).isCompatibleWith(Shape.of(3))).isFalse();
    assertThat(Shape.of(2).isCompatibleWith(Shape.of(2, 1))).isFalse();
  }

  @Test
  void anUnknownDimEqualsOnlyAnUnknownOne() {
    assertThat(Shape.of(-1)).isEqualTo(Shape.unknownDims(1)).isNotEqualTo(Shape.of(1));
    assertThat(UNKNOWN).isNotEqualTo(Shape.scalar());
    assertThat(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
  }

  @Test
  void countsElements() {
    assertThat(Shape.scalar().elementCount()).isEqualTo(1);
    assertThat(Shape.of(2, 3, 4).elementCount()).isEqualTo(24);
    assertThat(Shape.of(2, 3, 4).elementCount(1, 3)).isEqualTo(12);
    assertThat(Shape.of(Long.MAX_VALUE, 0, Long.MAX_VALUE, 0).elementCount(1, 3)).isZero();
    assertThatIllegalStateException().isThrownBy(() -> Shape.of(2, -1).elementCount());
    assertThatIllegalStateException().isThrownBy(UNKNOWN::elementCount);
  }

  @Test
  void refusesACountBeyond63Bits() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Shape.of(1L << 32, 1L << 31).elementCount());
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> new TensorSpec(DType.FLOAT64, Shape.of(1L << 60)).byteSize());
  }

  @Test
  void countsAxesFromTheEnd() {
    Shape shape = Shape.of(2, -1, 4);

    assertThat(shape.dim(-1)).isEqualTo(4);
    assertThat(shape.isKnown(1)).isFalse();
    assertThat(shape.withDim(-2, 3)).isEqualTo(Shape.of(2, 3, 4));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> shape.dim(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> shape.dim(-4));
  }

  @Test
  void refusesDimsBelowUnknown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, -2))
        .withMessageContaining("-2");
  }

  @Test
  void doesNotShareItsDims() {
    long[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;

    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void printsAsTensorFlowDoes() {
    assertThat(Shape.of(-1, 64, 3)).hasToString("(?, 64, 3)");
    assertThat(Shape.of(5)).hasToString("(5,)");
    assertThat(Shape.scalar()).hasToString("()");
    assertThat(UNKNOWN).hasToString("<unknown>");
    assertThat(new TensorSpec(DType.FLOAT32, Shape.of(1, 3))).hasToString("float32(1, 3)");
  }
}
