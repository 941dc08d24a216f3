package io.scopegraph.examples.upscale;

/// A grid of numbers, row by row.
final class Plane {
  private static final int TAPS = 4;

  private final int width;
  private final int height;
  private final float[] values;

  /// A grid of the given numbers, which are not copied.
  Plane(int width, int height, float[] values) {
    if (width < 1 || height < 1 || values.length != (long) width * height) {
      throw new IllegalArgumentException(
          "%d x %d values from %d".formatted(width, height, values.length));
    }
    this.width = width;
    this.height = height;
    this.values = values;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// The numbers themselves.
  float[] values() {
    return values;
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  /// This grid, a whole number of times as wide and as high, by Keys's bicubic interpolation (a =
  /// -1/2) about the centres of the cells; outside of the grid its edge repeats.
  Plane enlarged(int factor) {
    return acrossColumns(factor).transposed().acrossColumns(factor).transposed();
  }

  private Plane acrossColumns(int factor) {
    float[] enlarged = new float[values.length * factor];
    float[][] weights = new float[factor][];
    for (int phase = 0; phase < factor; phase++) {
      weights[phase] = weights((phase + 0.5) / factor - 0.5);
    }
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int phase = 0; phase < factor; phase++) {
          int first = 2 * phase + 1 < factor ? x - 2 : x - 1;
          float sum = 0;
          for (int tap = 0; tap < TAPS; tap++) {
            sum += weights[phase][tap] * at(Math.clamp(first + tap, 0, width - 1), y);
          }
          enlarged[to++] = sum;
        }
      }
    }
    return new Plane(width * factor, height, enlarged);
  }

  /// The weights of the four cells around a place.
  ///
  /// @param offset of the place from the centre of a cell, in [-0.5, 0.5); the first of the four is
  ///   two cells before that one for a negative offset, else one
  private static float[] weights(double offset) {
    double t = offset < 0 ? offset + 1 : offset;
    return new float[] {
      (float) (-0.5 * t * (1 - t) * (1 - t)),
      (float) (1 + t * t * (1.5 * t - 2.5)),
      (float) (t * (0.5 + t * (2 - 1.5 * t))),
      (float) (0.5 * t * t * (t - 1))
    };
  }

  private Plane transposed() {
    float[] turned = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        turned[x * height + y] = at(x, y);
      }
    }
    return new Plane(/* width= */ height, /* height= */ width, turned);
  }
}
