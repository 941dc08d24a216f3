package io.scopegraph.examples.upscale;

import io.scopegraph.examples.picture.Pixels;
import java.awt.image.BufferedImage;

/// A picture as brightness and two colour differences, by ITU-R BT.601 over the full range.
///
/// @param luma from 0 to 1
/// @param blue (blue - luma) / 1.772, from -0.5 to 0.5
/// @param red (red - luma) / 1.402, from -0.5 to 0.5
record ColourPlanes(Plane luma, Plane blue, Plane red) {
  private static final double RED_SHARE = 0.299;
  private static final double GREEN_SHARE = 0.587;
  private static final double BLUE_SHARE = 0.114;
  private static final double BLUE_RANGE = 2 * (1 - BLUE_SHARE);
  private static final double RED_RANGE = 2 * (1 - RED_SHARE);

  static ColourPlanes of(Pixels picture) {
    int width = picture.width();
    int height = picture.height();
    float[] luma = new float[width * height];
    float[] blue = new float[width * height];
    float[] red = new float[width * height];
    for (int i = 0; i < luma.length; i++) {
      int x = i % width;
      int y = i / width;
      double b = picture.component(x, y, 0) / 255.0;
      double g = picture.component(x, y, 1) / 255.0;
      double r = picture.component(x, y, 2) / 255.0;
      double brightness = RED_SHARE * r + GREEN_SHARE * g + BLUE_SHARE * b;
      luma[i] = (float) brightness;
      blue[i] = (float) ((b - brightness) / BLUE_RANGE);
      red[i] = (float) ((r - brightness) / RED_RANGE);
    }
    return new ColourPlanes(
        new Plane(width, height, luma),
        new Plane(width, height, blue),
        new Plane(width, height, red));
  }

  /// The picture of these planes, which must be of one size.
  BufferedImage toImage() {
    int width = luma.width();
    int height = luma.height();
    int[] packed = new int[width * height];
    for (int i = 0; i < packed.length; i++) {
      double brightness = luma.values()[i];
      double r = brightness + RED_RANGE * red.values()[i];
      double b = brightness + BLUE_RANGE * blue.values()[i];
      double g = (brightness - RED_SHARE * r - BLUE_SHARE * b) / GREEN_SHARE;
      packed[i] = level(r) << 16 | level(g) << 8 | level(b);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, packed, 0, width);
    return image;
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value * 255), 0, 255);
  }
}
