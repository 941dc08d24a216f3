package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Grid;
import io.scopegraph.cuda.driver.Work;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Moves a block of elements from one arrangement to another: transposing, slicing, joining,
/// cutting and repeating are all of this kind. Strides and places are counted in elements.
final class Movement {
  /// The widest unit that is moved at once.
  private static final int WIDEST = 16;

  /// Planes with a shorter side are not worth tiles of 32 by 32.
  private static final int LEAST_SIDE = 12;

  private static final int TILE = 32;

  private final int size;
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
    default Work bind(int size, Span in, Span out, LaunchContext context) {
      return of(in.pitch() / size, out.pitch() / size).bind(in, out, context);
    }
  }

  /// @param size the bytes of an element
  /// @param extents of the block, outermost first
  /// @param sourceStrides 0 repeats, a negative one reverses
  /// @param sourceAt where the source has the block's first element
  /// @param targetAt where the target has it
  Movement(
      int size,
      long[] extents,
      long[] sourceStrides,
      long[] targetStrides,
      long sourceAt,
      long targetAt) {
    this.size = size;
    this.extents = extents;
    this.sourceStrides = sourceStrides;
    this.targetStrides = targetStrides;
    this.sourceAt = sourceAt;
    this.targetAt = targetAt;
  }

  /// Fails if there are too many axes.
  ///
  /// @throws io.scopegraph.runtime.spi.UnsupportedNode if so
  void check() {
    var _ = new Nest(extents, targetStrides, sourceStrides);
  }

  /// Fixes the memory: nothing is to be done if each element already lies where it is to go.
  Work bind(Span in, Span out, LaunchContext context) {
    long source = in.address() + sourceAt * size;
    long target = out.address() + targetAt * size;
    Nest nest = new Nest(extents, targetStrides, sourceStrides);
    if (nest.count() == 0 || (source == target && isSameWalk(nest))) {
      return Work.NOTHING;
    }
    boolean dense = nest.axes().rank() == 1 && nest.step(0) == 1 && nest.step(1) == 1;
    if (nest.axes().rank() == 0 || dense) {
      return context.stream().copying(target, source, nest.count() * size);
    }
    Work transposition = transpose(nest, source, target, context);
    return transposition == null ? move(nest, source, target, context) : transposition;
  }

  private static boolean isSameWalk(Nest nest) {
    return Arrays.equals(nest.axes().strides(0), nest.axes().strides(1));
  }

  private Work move(Nest nest, long source, long target, LaunchContext context) {
    int width = 1;
    if (nest.step(0) == 1 && nest.step(1) == 1) {
      width = nest.pack(WIDEST / size, new int[] {size, size}, new long[] {target, source});
    }
    long units = nest.count() / width;
    return context.strided(
        "movement",
        "move_" + 8 * size * width,
        units,
        new Arguments().int64(units).struct(nest.units(width)).address(source).address(target));
  }

  /// A launch for planes whose rows the source holds and whose columns the target holds in one
  /// piece, or null if these are no such planes.
  private @Nullable Work transpose(Nest nest, long source, long target, LaunchContext context) {
    int along = contiguous(nest, 0);
    int across = contiguous(nest, 1);
    if (along < 0 || across < 0 || along == across) {
      return null;
    }
    long height = nest.axes().extent(along);
    long width = nest.axes().extent(across);
    long sourceStride = nest.axes().stride(1, along);
    if (Math.min(height, width) < LEAST_SIDE || sourceStride == 0) {
      return null;
    }
    long[] others = nest.axes().extents();
    others[along] = 1;
    others[across] = 1;
    Nest planes = new Nest(others, nest.axes().strides(0), nest.axes().strides(1));
    long tiles = planes.count() * Math.ceilDiv(height, TILE) * Math.ceilDiv(width, TILE);
    return context.launch(
        "movement",
        "transpose_" + 8 * size,
        Grid.of((int) Math.min(tiles, Integer.MAX_VALUE), Grid.THREADS),
        new Arguments()
            .int64(planes.count())
            .struct(planes.packs(1))
            .int64(width)
            .int64(height)
            .int64(sourceStride)
            .int64(nest.axes().stride(0, across))
            .address(source)
            .address(target));
  }

  /// The axis along which neighbours of an operand touch each other, or -1.
  private static int contiguous(Nest nest, int operand) {
    for (int axis = nest.axes().rank() - 1; axis >= 0; axis--) {
      if (nest.axes().stride(operand, axis) == 1) {
        return axis;
      }
    }
    return -1;
  }
}
