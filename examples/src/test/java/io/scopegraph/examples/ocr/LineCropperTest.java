package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.examples.ocr.geometry.Quad;
import io.scopegraph.examples.ocr.geometry.TiltedRectangle;
import io.scopegraph.examples.picture.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineCropperTest {
  private final BufferedImage image = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);

  @ParameterizedTest
  @CsvSource({"100, 20, 240", "101, 30, 162", "10, 40, 192", "4, 5, 39", "2, 2, 48", "5, 10, 96"})
  void scalesToTheHeightOfStrips(int width, int height, int stripWidth) {
    Pixels strip =
        LineCropper.strip(Pixels.of(image), Quad.upright(50, 20, 50 + width, 20 + height));
    assertThat(strip.height()).isEqualTo(48);
    assertThat(strip.width()).isEqualTo(stripWidth);
  }

  @Test
  void boundsTheWidth() {
    Pixels wide = Pixels.of(new BufferedImage(4000, 8, BufferedImage.TYPE_3BYTE_BGR));
    assertThat(LineCropper.strip(wide, Quad.upright(0, 0, 4000, 8)).width()).isEqualTo(3200);
    assertThat(LineCropper.strip(wide, Quad.upright(5, 1, 5, 1)).width()).isEqualTo(48);
  }

  /// The left half of a tilted box is painted red, the right half blue.
  @Test
  void turnsATiltedBoxUpright() {
    TiltedRectangle box =
        new TiltedRectangle(
            100, 50, 96, 24, Math.cos(Math.toRadians(20)), Math.sin(Math.toRadians(20)));
    Graphics2D graphics = image.createGraphics();
    graphics.rotate(Math.toRadians(20), 100, 50);
    graphics.setColor(Color.RED);
    graphics.fillRect(40, 30, 60, 40);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(100, 30, 60, 40);
    graphics.dispose();

    Pixels strip = LineCropper.strip(Pixels.of(image), box.corners());

    assertThat(strip.width()).isCloseTo(192, within(2));
    for (int y = 2; y < 46; y++) {
      assertThat(strip.component(20, y, 2)).isEqualTo(255);
      assertThat(strip.component(20, y, 0)).isZero();
      assertThat(strip.component(170, y, 0)).isEqualTo(255);
    }
  }

  @Test
  void turnsTextThatRunsUpThePage() {
    image.setRGB(10, 90, 0xFFFFFF);
    Pixels strip = LineCropper.strip(Pixels.of(image), Quad.upright(10, 43, 34, 91));
    // The left column of the box becomes the bottom row: 24 x 48 turned and doubled.
    assertThat(strip.width()).isEqualTo(96);
    assertThat(strip.component(95, 47, 0)).isPositive();
  }
}
