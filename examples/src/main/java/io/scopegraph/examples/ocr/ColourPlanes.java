package io.scopegraph.examples.ocr;

import io.scopegraph.examples.picture.Pixels;

/// Turns 8-bit pixels into the normalised numbers that a network expects: three planes in the order
/// blue, green, red, each value `(v / 255 - mean) / deviation`.
final class ColourPlanes {
  private static final int COMPONENTS = 3;

  private final float[][] tables = new float[COMPONENTS][256];

  /// One mean and one deviation for each of blue, green, red.
  ColourPlanes(float[] means, float[] deviations) {
    for (int c = 0; c < COMPONENTS; c++) {
      for (int v = 0; v < 256; v++) {
        tables[c][v] = (v / 255f - means[c]) / deviations[c];
      }
    }
  }

  /// Writes a picture into image `index` of a `[N,3,H,width]` batch, where H is the picture's
  /// height; columns right of the picture stay as they are.
  void write(Pixels picture, float[] batch, int index, int width) {
    int plane = picture.height() * width;
    for (int c = 0; c < COMPONENTS; c++) {
      float[] table = tables[c];
      int to = (index * COMPONENTS + c) * plane;
      for (int y = 0; y < picture.height(); y++, to += width) {
        for (int x = 0; x < picture.width(); x++) {
          batch[to + x] = table[picture.component(x, y, c)];
        }
      }
    }
  }
}
