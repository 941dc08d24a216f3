package io.scopegraph.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Output extents and where the padding goes.
class PaddingTest {
  private static final Padding.Axis HEIGHT = Padding.Axis.HEIGHT;

  @ParameterizedTest
  @CsvSource({
    "4, 2, 1, 1, 4, 0, 1",
    "4, 3, 1, 1, 4, 1, 1",
    "4, 3, 2, 1, 2, 0, 1",
    "5, 3, 2, 1, 3, 1, 1",
    "5, 2, 3, 1, 2, 0, 0",
    "6, 4, 3, 1, 2, 0, 1",
    "5, 3, 1, 2, 5, 2, 2",
    "3, 5, 1, 1, 3, 2, 2",
    "4, 1, 2, 1, 2, 0, 0"
  })
  void samePutsTheOddCellAtTheEnd(
      long input, int window, int stride, int dilation, long output, int before, int after) {
    assertThat(Padding.SAME.output(HEIGHT, input, window, stride, dilation)).isEqualTo(output);
    assertThat(Padding.SAME.before(HEIGHT, input, window, stride, dilation)).isEqualTo(before);
    assertThat(Padding.SAME.after(HEIGHT, input, window, stride, dilation)).isEqualTo(after);
    assertThat(Padding.SAME_LOWER.before(HEIGHT, input, window, stride, dilation)).isEqualTo(after);
    assertThat(Padding.SAME_LOWER.after(HEIGHT, input, window, stride, dilation)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"5, 3, 1, 1, 3", "5, 3, 2, 1, 2", "6, 3, 2, 1, 2", "5, 3, 1, 2, 1", "3, 3, 9, 1, 1"})
  void validTakesWholeWindowsOnly(long input, int window, int stride, int dilation, long output) {
    assertThat(Padding.VALID.output(HEIGHT, input, window, stride, dilation)).isEqualTo(output);
    assertThat(Padding.VALID.total(HEIGHT, input, window, stride, dilation)).isZero();
  }

  @Test
  void aWindowThatDoesNotFitIsToldFromAnUnknownExtent() {
    assertThat(Padding.VALID.output(HEIGHT, 2, 3, 1, 1)).isLessThan(Shape.UNKNOWN);
    assertThat(Padding.VALID.output(HEIGHT, Shape.UNKNOWN, 3, 1, 1)).isEqualTo(Shape.UNKNOWN);
  }

  @Test
  void explicitPadsBelongToTheirSides() {
    Padding padding = Padding.explicit(1, 2, 3, 4);

    assertThat(padding.before(HEIGHT, 9, 3, 1, 1)).isEqualTo(1);
    assertThat(padding.after(HEIGHT, 9, 3, 1, 1)).isEqualTo(3);
    assertThat(padding.before(Padding.Axis.WIDTH, 9, 3, 1, 1)).isEqualTo(2);
    assertThat(padding.after(Padding.Axis.WIDTH, 9, 3, 1, 1)).isEqualTo(4);
    assertThat(padding.output(HEIGHT, 9, 3, 2, 1)).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 2, 0", "3, 4, 2, 1", "3, 2, 2, 0", "3, 5, 2, 1", "4, 5, 1, 2"})
  void aTransposedConvolutionCutsWhatSameWouldHaveAdded(
      long input, int window, int stride, int before) {
    ConvTranspose2D op = ConvTranspose2D.of(Size2.of(stride), Padding.SAME, DataFormat.NHWC);

    assertThat(op.padBefore(HEIGHT, input, window)).isEqualTo(before);
    assertThat(Padding.SAME.before(HEIGHT, input * stride, window, stride, 1)).isEqualTo(before);
  }
}
