package io.scopegraph.cpu.kernel;

import io.scopegraph.cpu.memory.CpuMemory;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A copy of a convolution's input with zeros around it. It is worth its while where pixels are so
/// short that a run should reach over several, and needed where they are longer than the zeros
/// behind a block of memory.
///
/// @param shape the convolution of the copy, which needs no padding
/// @param plain the convolution of the input
record PaddedInput(ConvShape shape, ConvShape plain, int top, int left) {
  // Below this a run is over before the processor has got into it.
  private static final int SHORT_RUN = 12;

  /// The copy that a convolution needs; null if it works on its input.
  static @Nullable PaddedInput of(ConvShape shape, boolean transposed) {
    int top = 0;
    int bottom = 0;
    int left = 0;
    int right = 0;
    for (AxisWalk y : ConvPhase.rows(shape, transposed)) {
      top = Math.max(top, -y.least());
      bottom = Math.max(bottom, y.end() - shape.height());
    }
    for (AxisWalk x : ConvPhase.columns(shape, transposed)) {
      left = Math.max(left, -x.least());
      right = Math.max(right, x.end() - shape.width());
    }
    boolean reachesOut = top + bottom + left + right > 0;
    boolean joins =
        !transposed
            && shape.channels() < SHORT_RUN
            && shape.kernelWidth() > 1
            && shape.dilationWidth() == 1
            && shape.groups() == 1;
    if (!reachesOut || !(joins || shape.channels() > CpuMemory.MOST_ZEROS)) {
      return null;
    }
    return new PaddedInput(shape.padded(top, bottom, left, right), shape, top, left);
  }

  /// Makes the copy.
  ///
  /// @param copy as many floats as the input of [#shape]
  Runnable bind(WorkerPool pool, FloatRange in, FloatRange copy) {
    int rows = shape.batch() * shape.height();
    WorkerPool.Task task = (row, _) -> copyRow(row, in, copy);
    return () -> pool.run(rows, task);
  }

  private void copyRow(int row, FloatRange in, FloatRange copy) {
    int channels = shape.channels();
    int y = row % shape.height() - top;
    int to = copy.at() + row * shape.width() * channels;
    int end = to + shape.width() * channels;
    if (y < 0 || y >= plain.height()) {
      Arrays.fill(copy.array(), to, end, 0f);
      return;
    }
    int first = to + left * channels;
    int last = first + plain.width() * channels;
    int pixel = in.pitch(channels);
    int from = in.at() + (row / shape.height() * plain.height() + y) * plain.width() * pixel;
    Arrays.fill(copy.array(), to, first, 0f);
    Arrays.fill(copy.array(), last, end, 0f);
    if (pixel == channels) {
      System.arraycopy(in.array(), from, copy.array(), first, last - first);
      return;
    }
    for (int x = 0; x < plain.width(); x++) {
      System.arraycopy(in.array(), from + x * pixel, copy.array(), first + x * channels, channels);
    }
  }
}
