package io.scopegraph.cuda.op;

import io.scopegraph.cuda.dnn.ConvolutionShape;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.DataFormat;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A filter (window height, window width, third axis, last axis) in cuDNN's order: the last axis
/// first, then the third one last or second, as the format of the images has its channels.
///
/// @param cells of the window
/// @param third the extent of the third axis
/// @param last the extent of the last axis
/// @param channelsLast whether the third axis becomes the last one
record PackedFilter(int input, DType dtype, long cells, long third, long last, boolean channelsLast)
    implements PackedWeight {
  static PackedFilter of(int input, DType dtype, Shape filter, ConvolutionShape shape) {
    return new PackedFilter(
        input,
        dtype,
        filter.dim(0) * filter.dim(1),
        filter.dim(2),
        filter.dim(3),
        shape.format() == DataFormat.NHWC);
  }

  @Override
  public String form() {
    return channelsLast ? "cudnn krsc" : "cudnn kcrs";
  }

  @Override
  public long bytes() {
    return cells * third * last * dtype.byteSize();
  }

  @Override
  public void pack(MemorySegment plain, MemorySegment packed) {
    for (long cell = 0; cell < cells; cell++) {
      for (long channel = 0; channel < third; channel++) {
        for (long k = 0; k < last; k++) {
          long from = (cell * third + channel) * last + k;
          long to =
              k * cells * third + (channelsLast ? cell * third + channel : channel * cells + cell);
          copy(plain, from, packed, to);
        }
      }
    }
  }

  private void copy(MemorySegment from, long source, MemorySegment to, long target) {
    switch (dtype.byteSize()) {
      case Short.BYTES ->
          to.set(
              ValueLayout.JAVA_SHORT_UNALIGNED,
              2 * target,
              from.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * source));
      case Integer.BYTES ->
          to.set(
              ValueLayout.JAVA_INT_UNALIGNED,
              4 * target,
              from.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * source));
      default ->
          to.set(
              ValueLayout.JAVA_LONG_UNALIGNED,
              8 * target,
              from.get(ValueLayout.JAVA_LONG_UNALIGNED, 8 * source));
    }
  }

  /// The same on the device, in each run.
  Work bind(LaunchContext context, Span plain, long packed) {
    long elements = cells * third * last;
    return context.strided(
        "conv",
        "filter_" + 8 * dtype.byteSize(),
        elements,
        new Arguments()
            .int64(cells)
            .int64(third)
            .int64(last)
            .int64(channelsLast ? 1 : 0)
            .address(plain.address())
            .address(packed));
  }
}
