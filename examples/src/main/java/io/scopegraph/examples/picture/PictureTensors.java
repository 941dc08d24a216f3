package io.scopegraph.examples.picture;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;

/// Turns pictures into the values that networks take.
public final class PictureTensors {
  private static final int COMPONENTS = 3;

  private PictureTensors() {}

  /// A picture as float32 (1, height, width, 3), in the order red, green, blue, from 0 to 1.
  public static Tensor rgb(Pixels picture) {
    float[] values = new float[COMPONENTS * picture.width() * picture.height()];
    int to = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        for (int component = COMPONENTS - 1; component >= 0; component--) {
          values[to++] = picture.component(x, y, component) / 255f;
        }
      }
    }
    return Tensor.ofFloats(Shape.of(1, picture.height(), picture.width(), COMPONENTS), values);
  }
}
