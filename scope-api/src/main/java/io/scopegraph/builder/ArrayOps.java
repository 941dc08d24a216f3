package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.scopegraph.op.Concat;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Expand;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Op;
import io.scopegraph.op.Pad;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.Resize;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Transpose;
import io.scopegraph.op.Unary;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ops that arrange elements. A null name means the default name.
///
/// Where an op takes a shape, sizes or indices as a value, a list of numbers becomes a constant
/// below the op's name, as in `Reshape/shape`.
public final class ArrayOps {
  private ArrayOps() {}

  public static Output identity(Operand x) {
    return identity(x, null);
  }

  public static Output identity(Operand x, @Nullable String name) {
    return x.graph().apply(name, "Identity", Unary.IDENTITY, x);
  }

  /// The same elements under another shape, in which one dim may be -1, see [Reshape].
  public static Output reshape(Operand x, long... shape) {
    return reshape(x, shape, null);
  }

  public static Output reshape(Operand x, long[] shape, @Nullable String name) {
    try (var scope = x.graph().nameScope(name, "Reshape")) {
      return reshape(x, numbers(x, "shape", shape), scope.prefix());
    }
  }

  public static Output reshape(Operand x, Operand shape, @Nullable String name) {
    return x.graph().apply(name, "Reshape", new Reshape(true), x, shape);
  }

  /// See [Concat].
  public static Output concat(List<? extends Operand> values, int axis) {
    return concat(values, axis, null);
  }

  public static Output concat(List<? extends Operand> values, int axis, @Nullable String name) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("concat needs at least one value");
    }
    Operand[] inputs = values.toArray(Operand[]::new);
    return inputs[0].graph().apply(name, "concat", new Concat(axis), inputs);
  }

  /// Cuts into equal pieces, see [Split].
  public static ImmutableList<Output> split(Operand x, int pieces, int axis) {
    return split(x, new Split(axis, pieces, ImmutableList.of()), null);
  }

  /// Cuts into pieces of the given sizes.
  public static ImmutableList<Output> split(Operand x, List<Long> sizes, int axis) {
    return split(x, new Split(axis, sizes.size(), ImmutableList.copyOf(sizes)), null);
  }

  public static ImmutableList<Output> split(Operand x, Split op, @Nullable String name) {
    return x.graph().applyAll(name, "split", op, x);
  }

  /// The block of the given size that starts at `begin`; a size of -1 takes all that is left.
  public static Output slice(Operand x, long[] begin, long[] size) {
    return slice(x, begin, size, null);
  }

  public static Output slice(Operand x, long[] begin, long[] size, @Nullable String name) {
    long[] ends = new long[size.length];
    for (int axis = 0; axis < size.length; axis++) {
      ends[axis] = size[axis] < 0 ? Long.MAX_VALUE : Math.addExact(begin[axis], size[axis]);
    }
    try (var scope = x.graph().nameScope(name, "Slice")) {
      Output starts = numbers(x, "begin", begin);
      return x.graph()
          .apply(scope.prefix(), "Slice", new Slice(), x, starts, numbers(x, "end", ends));
    }
  }

  /// A range with steps of some axes, see [Slice].
  public static Output stridedSlice(
      Operand x, long[] starts, long[] ends, long[] axes, long[] steps, @Nullable String name) {
    try (var scope = x.graph().nameScope(name, "strided_slice")) {
      Operand[] inputs = {
        x,
        numbers(x, "starts", starts),
        numbers(x, "ends", ends),
        numbers(x, "axes", axes),
        numbers(x, "steps", steps)
      };
      return x.graph().apply(scope.prefix(), "strided_slice", new Slice(), inputs);
    }
  }

  /// Permutes the axes; without a permutation, reverses them. See [Transpose].
  public static Output transpose(Operand x, Integer... permutation) {
    return transpose(x, Transpose.of(permutation), null);
  }

  public static Output transpose(Operand x, Transpose op, @Nullable String name) {
    return x.graph().apply(name, "transpose", op, x);
  }

  /// Drops axes of extent 1, all of them if none is given. See [Squeeze].
  public static Output squeeze(Operand x, int... axes) {
    return x.graph().apply(null, "Squeeze", new Squeeze(list(axes)), x);
  }

  /// Inserts axes of extent 1, see [Unsqueeze].
  public static Output expandDims(Operand x, int... axes) {
    return x.graph().apply(null, "ExpandDims", new Unsqueeze(list(axes)), x);
  }

  /// A matrix of the axes before `axis` and those from it on, see [Flatten].
  public static Output flatten(Operand x, int axis) {
    return x.graph().apply(null, "Flatten", new Flatten(axis), x);
  }

  /// Slices along an axis, see [Gather].
  public static Output gather(Operand x, Operand indices, int axis) {
    return gather(x, indices, axis, null);
  }

  public static Output gather(Operand x, Operand indices, int axis, @Nullable String name) {
    return x.graph().apply(name, "Gather", new Gather(axis), x, indices);
  }

  /// The extents as int64, see [ShapeOp].
  public static Output shape(Operand x) {
    return shape(x, ShapeOp.WHOLE, null);
  }

  public static Output shape(Operand x, ShapeOp op, @Nullable String name) {
    return x.graph().apply(name, "Shape", op, x);
  }

  /// A value of the shape that an operand holds, all elements equal. See [ConstantOfShape].
  public static Output fill(Operand shape, Tensor value, @Nullable String name) {
    return shape.graph().apply(name, "Fill", new ConstantOfShape(value), shape);
  }

  /// Stretches extents of 1, see [Expand].
  public static Output broadcastTo(Operand x, Shape shape) {
    return withNumbers(x, null, "BroadcastTo", new Expand(), "shape", shape.dims());
  }

  public static Output broadcastTo(Operand x, Operand shape, @Nullable String name) {
    return x.graph().apply(name, "BroadcastTo", new Expand(), x, shape);
  }

  /// Moves blocks of channels into space: the channels of an NHWC image are cut into `block` times
  /// `block` groups, which become the cells of a block, row by row. The name is `DepthToSpace`.
  ///
  /// @param x of shape (n, h, w, c), with c known and a multiple of block * block
  /// @return of shape (n, h * block, w * block, c / (block * block)); of the extents, those that
  ///   are known before a run only if h and w are
  /// @throws IllegalArgumentException if the block does not cut the channels
  public static Output depthToSpace(Operand x, int block) {
    Shape shape = x.shape();
    long cells = (long) block * block;
    boolean fits =
        block > 0
            && shape.isRankKnown()
            && shape.rank() == 4
            && shape.isKnown(3)
            && shape.dim(3) % cells == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          "DepthToSpace: block %d does not cut the channels of %s".formatted(block, x));
    }
    long channels = shape.dim(3) / cells;
    try (var scope = x.graph().nameScope(null, "DepthToSpace")) {
      Output apart = numbers(x, "apart", 0, 0, 0, block, block, channels);
      Output blocks = x.graph().apply(null, "Reshape", new Reshape(false), x, apart);
      Output moved = transpose(blocks, 0, 1, 3, 2, 4, 5);
      return reshape(moved, enlarged(x, block, channels), scope.prefix());
    }
  }

  private static Output enlarged(Operand x, int block, long channels) {
    Shape shape = x.shape();
    if (shape.isKnown(1) && shape.isKnown(2)) {
      return numbers(x, "shape", -1, shape.dim(1) * block, shape.dim(2) * block, channels);
    }
    Output factors = numbers(x, "factors", 1, block, block);
    Output grid = MathOps.mul(shape(x, new ShapeOp(0, 3), null), factors);
    return concat(List.of(grid, numbers(x, "channels", channels)), 0, "shape");
  }

  /// Adds zeros around a value.
  ///
  /// @param before as many as axes
  /// @param after as many as axes
  public static Output pad(Operand x, long[] before, long[] after) {
    return pad(x, new Pad(Pad.Mode.CONSTANT, 0), before, after, null);
  }

  /// Padding of any kind, see [Pad].
  public static Output pad(Operand x, Pad op, long[] before, long[] after, @Nullable String name) {
    return withNumbers(x, name, "Pad", op, "paddings", Longs.concat(before, after));
  }

  /// Samples on another grid, see [Resize].
  ///
  /// @param more the target and, if the op takes one, the region
  public static Output resize(Operand x, Resize op, @Nullable String name, Operand... more) {
    Operand[] inputs =
        ImmutableList.<Operand>builder().add(x).add(more).build().toArray(Operand[]::new);
    return x.graph().apply(name, "Resize", op, inputs);
  }

  private static Output withNumbers(
      Operand x, @Nullable String name, String defaultName, Op op, String what, long... values) {
    try (var scope = x.graph().nameScope(name, defaultName)) {
      return x.graph().apply(scope.prefix(), defaultName, op, x, numbers(x, what, values));
    }
  }

  private static Output numbers(Operand x, String name, long... values) {
    return x.graph().constant(name, Tensor.vector(values));
  }

  private static ImmutableList<Integer> list(int... axes) {
    return ImmutableList.copyOf(Ints.asList(axes));
  }
}
