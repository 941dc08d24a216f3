package io.scopegraph.examples.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaneTest {
  private interface Surface {
    double at(double x, double y);
  }

  /// Samples at the centres of cells, which lie at half numbers.
  private static Plane sampled(int width, int height, double cell, Surface surface) {
    float[] values = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = (float) surface.at((x + 0.5) * cell, (y + 0.5) * cell);
      }
    }
    return new Plane(width, height, values);
  }

  /// Keys's kernel with a = -1/2 reproduces polynomials of degree two, away from the edge.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void enlargesAQuadraticSurfaceExactly(int factor) {
    Surface surface = (x, y) -> 3 + 0.5 * x - 0.25 * y + 0.125 * x * x - 0.0625 * y * y + x * y;
    Plane enlarged = sampled(9, 7, 1, surface).enlarged(factor);
    Plane expected = sampled(9 * factor, 7 * factor, 1.0 / factor, surface);
    assertThat(enlarged.width()).isEqualTo(9 * factor);
    assertThat(enlarged.height()).isEqualTo(7 * factor);
    for (int y = 2 * factor; y < 5 * factor; y++) {
      for (int x = 2 * factor; x < 7 * factor; x++) {
        assertThat(enlarged.at(x, y)).isCloseTo(expected.at(x, y), within(1e-4f));
      }
    }
  }

  @Test
  void repeatsTheEdge() {
    Plane enlarged = new Plane(1, 2, new float[] {4, 4}).enlarged(2);
    assertThat(enlarged.values()).containsExactly(4, 4, 4, 4, 4, 4, 4, 4);
  }

  @Test
  void refusesANumberOfValuesThatDoesNotFit() {
    assertThatThrownBy(() -> new Plane(2, 2, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 x 2 values from 3");
  }
}
