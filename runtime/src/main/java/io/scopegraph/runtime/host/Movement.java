package io.scopegraph.runtime.host;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Concat;
import io.scopegraph.op.Gather;
import io.scopegraph.op.Slice;
import io.scopegraph.op.Split;
import io.scopegraph.op.Transpose;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// The ops that move elements without looking at them, for elements of any type.
final class Movement {
  private Movement() {}

  static Tensor transpose(Transpose op, Tensor x, TensorSpec output) {
    long[] strides = dense(x);
    ImmutableList<Integer> permutation = op.permutation(strides.length);
    long[] permuted = new long[strides.length];
    for (int axis = 0; axis < permuted.length; axis++) {
      permuted[axis] = strides[permutation.get(axis)];
    }
    return gatherStrided(x, permuted, 0, output);
  }

  static Tensor slice(List<Tensor> inputs, TensorSpec output) {
    Tensor x = inputs.getFirst();
    Slice.Ranges ranges =
        Slice.ranges(
            x.shape(),
            inputs.get(1).toLongArray(),
            inputs.get(2).toLongArray(),
            inputs.size() > 3 ? inputs.get(3).toLongArray() : null,
            inputs.size() > 4 ? inputs.get(4).toLongArray() : null);
    long[] strides = dense(x);
    long offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += ranges.starts().get(axis) * strides[axis];
      strides[axis] *= ranges.steps().get(axis);
    }
    return gatherStrided(x, strides, offset, output);
  }

  /// Broadcasts x, aligned at the trailing axis.
  static Tensor expand(Tensor x, TensorSpec output) {
    long[] strides = new long[output.shape().rank()];
    long[] source = dense(x);
    int added = strides.length - source.length;
    for (int axis = Math.max(0, -added); axis < source.length; axis++) {
      strides[axis + added] = x.shape().dim(axis) == 1 ? 0 : source[axis];
    }
    return gatherStrided(x, strides, 0, output);
  }

  static Tensor concat(Concat op, List<Tensor> inputs, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    int axis = axis(op.axis(), output.shape());
    long[] targetStrides = dense(target);
    long offset = 0;
    for (Tensor input : inputs) {
      new StridedCopy(
              input.shape().dims(),
              output.dtype().byteSize(),
              dense(input),
              targetStrides,
              0,
              offset)
          .copy(input.segment(), target.segment());
      offset += input.shape().dim(axis) * targetStrides[axis];
    }
    return target;
  }

  static ImmutableList<Tensor> split(Split op, Tensor x, List<TensorSpec> outputs) {
    int axis = axis(op.axis(), x.shape());
    long[] strides = dense(x);
    long offset = 0;
    ImmutableList.Builder<Tensor> pieces = ImmutableList.builder();
    for (TensorSpec output : outputs) {
      pieces.add(gatherStrided(x, strides, offset, output));
      offset += output.shape().dim(axis) * strides[axis];
    }
    return pieces.build();
  }

  static Tensor gather(Gather op, Tensor x, Tensor indices, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    if (target.byteSize() == 0) {
      return target;
    }
    Shape shape = x.shape();
    int axis = axis(op.axis(), shape);
    long extent = shape.dim(axis);
    long outer = shape.elementCount(0, axis);
    long bytes = shape.elementCount(axis + 1, shape.rank()) * x.dtype().byteSize();
    long count = indices.elementCount();
    for (long block = 0; block < outer; block++) {
      for (long i = 0; i < count; i++) {
        long index = indices.getLong(i);
        long from = block * extent + (index < 0 ? index + extent : index);
        MemorySegment.copy(
            x.segment(), from * bytes, target.segment(), (block * count + i) * bytes, bytes);
      }
    }
    return target;
  }

  private static Tensor gatherStrided(Tensor x, long[] strides, long offset, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    new StridedCopy(
            output.shape().dims(), output.dtype().byteSize(), strides, dense(target), offset, 0)
        .copyOnce(x.segment(), target.segment());
    return target;
  }

  private static long[] dense(Tensor tensor) {
    return StridedCopy.denseStrides(tensor.shape().dims(), tensor.dtype().byteSize());
  }

  private static int axis(int axis, Shape shape) {
    return axis < 0 ? axis + shape.rank() : axis;
  }
}
