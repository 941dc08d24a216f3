package io.scopegraph.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
  @Test
  void returnsAPictureOfTheSameSizeItself() {
    Pixels pixels = noise(8, 6);
    assertThat(Resampling.resize(pixels, 8, 6)).isSameAs(pixels);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 7, 5", "3, 3, 48, 48", "300, 20, 10, 100", "999, 777, 96, 64"})
  void keepsAnEvenColour(int width, int height, int toWidth, int toHeight) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] colour = new int[width * height];
    Arrays.fill(colour, 0xFF8001);
    image.setRGB(0, 0, width, height, colour, 0, width);
    Pixels resized = Resampling.resize(Pixels.of(image), toWidth, toHeight);
    assertThat(resized.width()).isEqualTo(toWidth);
    assertThat(resized.height()).isEqualTo(toHeight);
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < toWidth; x++) {
        assertThat(resized.component(x, y, 0)).isEqualTo(1);
        assertThat(resized.component(x, y, 1)).isEqualTo(0x80);
        assertThat(resized.component(x, y, 2)).isEqualTo(0xFF);
      }
    }
  }

  /// Half-pixel centres: doubling 0, 100 gives 0, 25, 75, 100.
  @Test
  void enlargesBilinearly() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 0, 0x646464);
    Pixels wide = Resampling.resize(Pixels.of(image), 4, 1);
    assertThat(
            new int[] {
              wide.component(0, 0, 0),
              wide.component(1, 0, 0),
              wide.component(2, 0, 0),
              wide.component(3, 0, 0)
            })
        .containsExactly(0, 25, 75, 100);
  }

  @Test
  void averagesWhenReducing() {
    Pixels small = Resampling.resize(noise(640, 640), 8, 8);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        assertThat(small.component(x, y, 1)).isCloseTo(127, within(12));
      }
    }
  }

  private static Pixels noise(int width, int height) {
    Random random = new Random(7);
    byte[] bytes = new byte[3 * width * height];
    random.nextBytes(bytes);
    return new Pixels(width, height, bytes);
  }
}
