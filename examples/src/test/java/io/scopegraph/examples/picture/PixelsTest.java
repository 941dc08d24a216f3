package io.scopegraph.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsTest {
  @ParameterizedTest(name = "image type {0}")
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void keepsColoursOfEveryKindOfImage(int type) {
    BufferedImage image = new BufferedImage(3, 2, type);
    image.setRGB(2, 1, new Color(200, 100, 50).getRGB());
    assertColour(Pixels.of(image), 2, 1, 200, 100, 50);
    assertColour(Pixels.of(image.getSubimage(1, 1, 2, 1)), 1, 0, 200, 100, 50);
  }

  @Test
  void takesGreySamplesAsTheyAre() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 100);
    assertColour(Pixels.of(image), 1, 0, 100, 100, 100);

    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(1, 0, 0, 100 * 256);
    assertColour(Pixels.of(deep), 1, 0, 100, 100, 100);
  }

  @Test
  void laysTransparencyOnWhite() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 0, new Color(0, 0, 0, 51).getRGB());
    image.setRGB(2, 0, new Color(0, 0, 255).getRGB());
    Pixels pixels = Pixels.of(image);
    assertColour(pixels, 0, 0, 255, 255, 255);
    assertColour(pixels, 1, 0, 204, 204, 204);
    assertColour(pixels, 2, 0, 0, 0, 255);
  }

  @Test
  void looksUpPalettes() {
    byte[] reds = {0, (byte) 200};
    byte[] greens = {0, 100};
    byte[] blues = {0, 50};
    BufferedImage image =
        new BufferedImage(
            9, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, reds, greens, blues));
    image.getRaster().setSample(8, 0, 0, 1);
    assertColour(Pixels.of(image), 8, 0, 200, 100, 50);
  }

  @Test
  void turns() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 0, 0xFF0000);
    Pixels pixels = Pixels.of(image);
    assertColour(pixels.turnedHalf(), 0, 1, 255, 0, 0);
    Pixels left = pixels.turnedLeft();
    assertThat(left.width()).isEqualTo(2);
    assertThat(left.height()).isEqualTo(3);
    assertColour(left, 0, 0, 255, 0, 0);
  }

  @Test
  void cutsOutAParallelogramWithItsEdgeRepeated() {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, 0xFFFFFF);
    Pixels same = Pixels.of(image).cropParallelogram(0, 0, 1, 0, 0, 1, 4, 4);
    assertColour(same, 3, 3, 255, 255, 255);
    assertColour(same, 2, 3, 0, 0, 0);
    Pixels beyond = Pixels.of(image).cropParallelogram(3, 3, 1, 0, 0, 1, 3, 3);
    assertColour(beyond, 2, 2, 255, 255, 255);
    Pixels between = Pixels.of(image).cropParallelogram(2.5, 3, 1, 0, 0, 1, 1, 1);
    assertColour(between, 0, 0, 128, 128, 128);
  }

  private static void assertColour(Pixels pixels, int x, int y, int red, int green, int blue) {
    assertThat(
            new int[] {
              pixels.component(x, y, 2), pixels.component(x, y, 1), pixels.component(x, y, 0)
            })
        .containsExactly(red, green, blue);
  }
}
