package io.scopegraph.examples.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.examples.picture.Pixels;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ColourPlanesTest {
  private static BufferedImage image(int width, int height, int... packed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, packed, 0, width);
    return image;
  }

  @Test
  void givesBackEveryColour() {
    int[] colours = new int[4096];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = 17 * (((i >> 8) << 16) | (((i >> 4) & 15) << 8) | (i & 15));
    }
    BufferedImage back = ColourPlanes.of(Pixels.of(image(64, 64, colours))).toImage();
    for (int i = 0; i < colours.length; i++) {
      assertThat(back.getRGB(i % 64, i / 64) & 0xFFFFFF).isEqualTo(colours[i]);
    }
  }

  @Test
  void weighsTheComponentsByTheStandard() {
    ColourPlanes planes =
        ColourPlanes.of(Pixels.of(image(4, 1, 0xFF0000, 0x00FF00, 0x0000FF, 0x808080)));
    assertThat(planes.luma().values())
        .containsExactly(new float[] {0.299f, 0.587f, 0.114f, 128 / 255f}, within(1e-6f));
    assertThat(planes.red().at(0, 0)).isCloseTo(0.5f, within(1e-6f));
    assertThat(planes.blue().at(2, 0)).isCloseTo(0.5f, within(1e-6f));
    assertThat(planes.red().at(3, 0)).isCloseTo(0, within(1e-6f));
    assertThat(planes.blue().at(3, 0)).isCloseTo(0, within(1e-6f));
  }

  @Test
  void cutsOffWhatNoPixelCanShow() {
    Plane bright = new Plane(2, 1, new float[] {1.2f, -0.1f});
    Plane none = new Plane(2, 1, new float[2]);
    BufferedImage image = new ColourPlanes(bright, none, none).toImage();
    assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(image.getRGB(1, 0) & 0xFFFFFF).isZero();
  }
}
