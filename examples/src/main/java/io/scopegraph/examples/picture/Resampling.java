package io.scopegraph.examples.picture;

import java.util.Arrays;

/// Changes the size of pictures: bilinear when enlarging; when reducing, the same triangle widened
/// to cover every source pixel, so that nothing aliases.
public final class Resampling {
  private Resampling() {}

  /// A picture of the given size; the same object if it has that size already.
  public static Pixels resize(Pixels source, int width, int height) {
    Pixels narrow = width == source.width() ? source : acrossColumns(source, width);
    return height == narrow.height() ? narrow : acrossRows(narrow, height);
  }

  private static Pixels acrossColumns(Pixels source, int width) {
    Taps taps = Taps.between(source.width(), width);
    byte[] from = source.bytes();
    byte[] to = new byte[3 * width * source.height()];
    for (int y = 0; y < source.height(); y++) {
      int row = 3 * y * source.width();
      for (int x = 0; x < width; x++) {
        float blue = 0.5f;
        float green = 0.5f;
        float red = 0.5f;
        int pixel = row + 3 * taps.first[x];
        for (float weight : taps.weights[x]) {
          blue += weight * (from[pixel] & 0xFF);
          green += weight * (from[pixel + 1] & 0xFF);
          red += weight * (from[pixel + 2] & 0xFF);
          pixel += 3;
        }
        int target = 3 * (y * width + x);
        to[target] = (byte) (int) blue;
        to[target + 1] = (byte) (int) green;
        to[target + 2] = (byte) (int) red;
      }
    }
    return new Pixels(width, source.height(), to);
  }

  private static Pixels acrossRows(Pixels source, int height) {
    Taps taps = Taps.between(source.height(), height);
    byte[] from = source.bytes();
    int stride = 3 * source.width();
    byte[] to = new byte[stride * height];
    float[] sums = new float[stride];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, 0.5f);
      int row = stride * taps.first[y];
      for (float weight : taps.weights[y]) {
        for (int i = 0; i < stride; i++) {
          sums[i] += weight * (from[row + i] & 0xFF);
        }
        row += stride;
      }
      for (int i = 0; i < stride; i++) {
        to[stride * y + i] = (byte) (int) sums[i];
      }
    }
    return new Pixels(source.width(), height, to);
  }

  /// For each target position: the first source position that counts, and the weights from there
  /// on, which add up to 1.
  private static final class Taps {
    final int[] first;
    final float[][] weights;

    private Taps(int target) {
      first = new int[target];
      weights = new float[target][];
    }

    static Taps between(int source, int target) {
      Taps taps = new Taps(target);
      double scale = (double) source / target;
      double reach = Math.max(1, scale);
      for (int i = 0; i < target; i++) {
        double centre = (i + 0.5) * scale - 0.5;
        int from = Math.max(0, (int) Math.ceil(centre - reach));
        int to = Math.min(source - 1, (int) Math.floor(centre + reach));
        float[] weights = new float[to - from + 1];
        double sum = 0;
        for (int j = from; j <= to; j++) {
          double weight = Math.max(0, 1 - Math.abs(j - centre) / reach);
          weights[j - from] = (float) weight;
          sum += weight;
        }
        for (int j = 0; j < weights.length; j++) {
          weights[j] /= (float) sum;
        }
        taps.first[i] = from;
        taps.weights[i] = weights;
      }
      return taps;
    }
  }
}
