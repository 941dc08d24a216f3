package io.scopegraph.cpu.kernel;

/// The filter of a 3x3 convolution, transformed for Winograd's algorithm F(4x4, 3x3): at each of 36
/// points a matrix of input by output channels.
///
/// S. Winograd, Arithmetic Complexity of Computations, 1980; for convolutional networks A. Lavin,
/// S. Gray, Fast Algorithms for Convolutional Neural Networks, 2015. The points of interpolation
/// are 0, 1, -1, 2, -2 and infinity.
final class WinogradFilter {
  private static final double[][] G = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1},
  };

  private WinogradFilter() {}

  /// Transforms one row of channels: for each of `channels` output channels `G g G'`, computed in
  /// double precision.
  ///
  /// @param filter the filter, in the order height, width, input channel, output channel
  /// @param at the first weight of an input channel
  /// @param step from one tap to the next
  /// @param points for each point, `channels` values
  static void transform(float[] filter, int at, int step, int channels, float[] points) {
    double[] half = new double[WinogradTiles.PATCH * 3];
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < WinogradTiles.PATCH; i++) {
        for (int x = 0; x < 3; x++) {
          int column = at + channel + x * step;
          half[i * 3 + x] =
              G[i][0] * filter[column]
                  + G[i][1] * filter[column + 3 * step]
                  + G[i][2] * filter[column + 6 * step];
        }
      }
      for (int i = 0; i < WinogradTiles.PATCH; i++) {
        for (int j = 0; j < WinogradTiles.PATCH; j++) {
          double sum =
              half[i * 3] * G[j][0] + half[i * 3 + 1] * G[j][1] + half[i * 3 + 2] * G[j][2];
          points[(i * WinogradTiles.PATCH + j) * channels + channel] = (float) sum;
        }
      }
    }
  }
}
