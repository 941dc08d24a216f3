package io.scopegraph.runtime.host;

import io.scopegraph.op.Pad;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;

/// The op that extends and crops a value, for elements of any type.
final class Margins {
  private static final long OUTSIDE = -1;

  private Margins() {}

  static Tensor pad(Pad op, Tensor x, Tensor pads, TensorSpec output) {
    Tensor target =
        op.mode() == Pad.Mode.CONSTANT
            ? Tensor.filled(output, op.value())
            : Tensor.allocate(output);
    int rank = output.shape().rank();
    long[][] sources = new long[rank][];
    for (int axis = 0; axis < rank; axis++) {
      sources[axis] =
          sources(op.mode(), pads.getLong(axis), x.shape().dim(axis), output.shape().dim(axis));
    }
    if (target.byteSize() > 0) {
      copy(sources, 0, x, 0, target, 0);
    }
    return target;
  }

  /// For each cell along an axis of the output the cell of the input that it shows.
  private static long[] sources(Pad.Mode mode, long before, long extent, long count) {
    long[] sources = new long[Math.toIntExact(count)];
    for (int i = 0; i < sources.length; i++) {
      long at = i - before;
      boolean inside = at >= 0 && at < extent;
      sources[i] = inside ? at : outside(mode, at, extent);
    }
    return sources;
  }

  private static long outside(Pad.Mode mode, long at, long extent) {
    return switch (mode) {
      case CONSTANT -> OUTSIDE;
      case EDGE -> Math.clamp(at, 0L, extent - 1);
      case REFLECT -> at < 0 ? -at : 2 * (extent - 1) - at;
      case WRAP -> Math.floorMod(at, extent);
    };
  }

  private static void copy(
      long[][] sources, int axis, Tensor x, long from, Tensor target, long to) {
    if (axis == sources.length) {
      int size = x.dtype().byteSize();
      MemorySegment.copy(x.segment(), from * size, target.segment(), to * size, size);
      return;
    }
    for (int i = 0; i < sources[axis].length; i++) {
      long source = sources[axis][i];
      if (source != OUTSIDE) {
        copy(
            sources,
            axis + 1,
            x,
            from * x.shape().dim(axis) + source,
            target,
            to * sources[axis].length + i);
      }
    }
  }
}
