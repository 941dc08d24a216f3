package io.scopegraph.cpu.kernel;

import java.util.Arrays;

/// Copies matrices into the layout of packed panels.
final class Packing {
  private Packing() {}

  /// Packs `channels` columns of a row-major matrix of `rows` rows.
  static void panel(
      float[] matrix,
      int at,
      int stride,
      int rows,
      int channels,
      float[] packed,
      int packedAt,
      int width) {
    for (int row = 0; row < rows; row++) {
      int to = packedAt + row * width;
      System.arraycopy(matrix, at + row * stride, packed, to, channels);
      Arrays.fill(packed, to + channels, to + width, 0f);
    }
  }

  /// Packs `channels` columns of a matrix that is stored transposed: column `c` is contiguous from
  /// `at + c * stride` on.
  static void transposedPanel(
      float[] matrix,
      int at,
      int stride,
      int rows,
      int channels,
      float[] packed,
      int packedAt,
      int width) {
    for (int row = 0; row < rows; row++) {
      int to = packedAt + row * width;
      for (int channel = 0; channel < channels; channel++) {
        packed[to + channel] = matrix[at + channel * stride + row];
      }
      Arrays.fill(packed, to + channels, to + width, 0f);
    }
  }
}
