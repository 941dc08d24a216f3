package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {
  private static final int BLANK = 0;
  private static final int ZERO = 26;
  private static final int A = 1221;
  private static final int SPACE = 6624;

  private final CtcDecoder decoder = new CtcDecoder(Alphabet.load());

  @Test
  void dropsARepeatOfTheStepBefore() {
    assertThat(text(A, A, A, ZERO, ZERO)).isEqualTo("A0");
  }

  @Test
  void keepsEqualCharactersWithABlankBetween() {
    assertThat(text(A, BLANK, A, A)).isEqualTo("AA");
  }

  @Test
  void dropsBlanks() {
    assertThat(text(BLANK, BLANK, ZERO, BLANK)).isEqualTo("0");
    assertThat(text(BLANK, BLANK)).isEmpty();
  }

  @Test
  void trimsSpacesAtTheEndsOnly() {
    assertThat(text(SPACE, A, SPACE, ZERO, SPACE)).isEqualTo("A 0");
  }

  @Test
  void averagesTheProbabilitiesOfKeptSteps() {
    CtcDecoder.Reading reading =
        decoder.decode(new int[] {A, A, BLANK, ZERO}, new float[] {0.5f, 0.9f, 0.1f, 0.75f});
    assertThat(reading.confidence()).isCloseTo(0.625, within(1e-9));
    assertThat(decoder.decode(new int[] {BLANK}, new float[] {1}).confidence()).isZero();
  }

  @Test
  void takesTheLineOfTheBatchAndTheBestClassOfEachStep() {
    float[] values = new float[2 * 3 * 6625];
    int second = 3 * 6625;
    values[second + A] = 0.75f;
    values[second + ZERO] = 0.25f;
    values[second + 6625 + BLANK] = 1;
    values[second + 2 * 6625 + SPACE - 1] = 0.25f;
    values[second + 2 * 6625 + ZERO] = 0.5f;
    Tensor batch = Tensor.ofFloats(Shape.of(2, 3, 6625), values);

    assertThat(decoder.decode(batch, 1)).isEqualTo(new CtcDecoder.Reading("A0", 0.625));
    assertThat(decoder.decode(batch, 0)).isEqualTo(new CtcDecoder.Reading("", 0));
  }

  @Test
  void rejectsANetworkOfOtherClasses() {
    Tensor batch = Tensor.ofFloats(Shape.of(1, 1, 5), new float[5]);
    assertThatThrownBy(() -> decoder.decode(batch, 0)).hasMessageContaining("6625 classes");
  }

  private String text(int... best) {
    return decoder.decode(best, new float[best.length]).text();
  }
}
