package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.host.StridedCopy;
import io.scopegraph.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Moves a block of elements from one arrangement to another: transposing, slicing, joining,
/// cutting and repeating are all of this kind.
///
/// Elements of four or eight bytes are moved as one or two floats, which keeps their bits; narrower
/// ones byte-wise.
final class Movement {
  private static final int BLOCK = 1 << 13;

  private final DType dtype;
  private final long[] extents;
  private final long[] sourceStrides;
  private final long[] targetStrides;
  private final long sourceAt;
  private final long targetAt;

  /// The movement between operands of which each is dense or lies row by row.
  @FunctionalInterface
  interface Plan {
    /// The movement.
    ///
    /// @param sourcePitch elements from row to row of the source, 0 if the rows touch each other
    /// @param targetPitch the same of the target
    Movement of(long sourcePitch, long targetPitch);

    /// Fixes the memory.
    default BoundKernel bind(DType dtype, FloatRange in, FloatRange out, Execution execution) {
      return of(pitch(dtype, in), pitch(dtype, out)).bind(in, out, execution);
    }

    private static long pitch(DType dtype, FloatRange range) {
      return range.pitch() == 0 ? 0 : range.pitch() * 4L / dtype.byteSize();
    }
  }

  /// Strides and places are counted in elements.
  ///
  /// @param extents of the block, outermost first
  /// @param sourceStrides 0 repeats, a negative one reverses
  /// @param sourceAt where the source has the block's first element
  /// @param targetAt where the target has it
  Movement(
      DType dtype,
      long[] extents,
      long[] sourceStrides,
      long[] targetStrides,
      long sourceAt,
      long targetAt) {
    this.dtype = dtype;
    this.extents = extents;
    this.sourceStrides = sourceStrides;
    this.targetStrides = targetStrides;
    this.sourceAt = sourceAt;
    this.targetAt = targetAt;
  }

  /// Whether elements of a dtype can be moved between rows that lie apart.
  static boolean canPitch(DType dtype) {
    return dtype.byteSize() >= 4;
  }

  BoundKernel bind(FloatRange in, FloatRange out, Execution execution) {
    if (isThere(in, out)) {
      return BoundKernel.NOTHING;
    }
    if (dtype.byteSize() < 4) {
      return narrow(in, out);
    }
    int width = dtype.byteSize() / 4;
    long[] dims = extents;
    long[] source = scaled(sourceStrides, width);
    long[] target = scaled(targetStrides, width);
    if (width > 1) {
      dims = append(extents, width);
      source = append(source, 1);
      target = append(target, 1);
    }
    int from = Math.toIntExact(in.at() + sourceAt * width);
    int to = Math.toIntExact(out.at() + targetAt * width);
    LoopNest nest = new LoopNest(dims, target, source);
    Transposition transposition =
        Transposition.of(nest.extents(), nest.strides(1), nest.strides(0));
    if (transposition != null) {
      return transposition.bind(in.array(), from, out.array(), to, execution);
    }
    return rows(nest, in.array(), from, out.array(), to, execution);
  }

  /// Whether each element already lies where it is to go.
  @SuppressWarnings("ReferenceEquality") // The same array is meant, not equal contents.
  private boolean isThere(FloatRange in, FloatRange out) {
    if (in.array() != out.array()
        || 4L * in.at() + sourceAt * dtype.byteSize()
            != 4L * out.at() + targetAt * dtype.byteSize()) {
      return false;
    }
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] > 1 && sourceStrides[axis] != targetStrides[axis]) {
        return false;
      }
    }
    return true;
  }

  /// Operand 0 of the nest is the target, 1 the source.
  private static BoundKernel rows(
      LoopNest nest, float[] in, int inAt, float[] out, int outAt, Execution execution) {
    int blocks = Math.ceilDiv(nest.length(), BLOCK);
    int inStep = nest.step(1);
    int outStep = nest.step(0);
    boolean runs = (inStep == 1 && outStep == 1) || nest.length() == 1;
    boolean repeats = inStep == 0 && outStep == 1;
    return Spread.of(
        execution.pool(),
        Math.multiplyExact(nest.rows(), blocks),
        Math.min(nest.length(), BLOCK),
        (from, to, _) -> {
          for (int unit = from; unit < to; unit++) {
            int row = unit / blocks;
            int begin = unit % blocks * BLOCK;
            int n = Math.min(BLOCK, nest.length() - begin);
            int i = inAt + nest.at(1, row) + begin * inStep;
            int o = outAt + nest.at(0, row) + begin * outStep;
            if (runs) {
              System.arraycopy(in, i, out, o, n);
            } else if (repeats) {
              Arrays.fill(out, o, o + n, in[i]);
            } else {
              strided(in, i, inStep, out, o, outStep, n);
            }
          }
        });
  }

  private static void strided(
      float[] in, int inAt, int inStep, float[] out, int outAt, int outStep, int n) {
    for (int k = 0; k < n; k++) {
      out[outAt + k * outStep] = in[inAt + k * inStep];
    }
  }

  private BoundKernel narrow(FloatRange in, FloatRange out) {
    int size = dtype.byteSize();
    StridedCopy copy =
        new StridedCopy(
            extents,
            size,
            scaled(sourceStrides, size),
            scaled(targetStrides, size),
            sourceAt * size,
            targetAt * size);
    MemorySegment source = in.segment();
    MemorySegment target = out.segment();
    return () -> copy.copy(source, target);
  }

  private static long[] scaled(long[] strides, long factor) {
    return Arrays.stream(strides).map(stride -> stride * factor).toArray();
  }

  private static long[] append(long[] values, long last) {
    long[] longer = Arrays.copyOf(values, values.length + 1);
    longer[values.length] = last;
    return longer;
  }
}
