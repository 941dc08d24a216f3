package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.FloatRange;
import org.jspecify.annotations.Nullable;

/// What a product adds to its results, in a place that runs parallel to the output. Where the
/// pixels of the residual lie differently far apart than the output's, it is first copied into the
/// output.
final class FarResidual {
  private final @Nullable FloatRange far;
  private final @Nullable FloatRange near;
  private final FloatRange out;
  private final int channels;
  private final int columns;

  /// @param channels channels of a pixel of the output
  /// @param columns how many such pixels count as one
  FarResidual(ProductOperands operands, int channels, int columns) {
    FloatRange added = operands.residual();
    this.out = operands.out();
    this.channels = channels;
    this.columns = columns;
    boolean apart = added != null && added.pitch(channels) != out.pitch(channels);
    this.far = apart ? added : null;
    this.near = apart ? out : added;
  }

  /// The array that holds it at the time of the product; null if nothing is added.
  float @Nullable [] array() {
    return near == null ? null : near.array();
  }

  /// From an index of the output to that of what is added to it.
  int shift() {
    return near == null ? 0 : near.at() - out.at();
  }

  /// Copies what belongs to some pixels into the output if it lies elsewhere: of each pixel the
  /// channels, counted over all its columns, from `first` to below `end`.
  void fetch(int firstPixel, int pixels, int first, int end) {
    if (far == null) {
      return;
    }
    int from = far.pitch(channels);
    int to = out.pitch(channels);
    for (int pixel = firstPixel; pixel < firstPixel + pixels; pixel++) {
      for (int channel = first; channel < end; ) {
        int column = pixel * columns + channel / channels;
        int skipped = channel % channels;
        int n = Math.min(end - channel, channels - skipped);
        System.arraycopy(
            far.array(),
            far.at() + column * from + skipped,
            out.array(),
            out.at() + column * to + skipped,
            n);
        channel += n;
      }
    }
  }
}
