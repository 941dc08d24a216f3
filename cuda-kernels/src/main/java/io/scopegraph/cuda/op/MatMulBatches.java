package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;

/// The products of a batch as calls of which each takes matrices that are equally far apart.
final class MatMulBatches {
  private MatMulBatches() {}

  /// Products in a row. Matrices are counted in their operand.
  ///
  /// @param a the first left-hand matrix
  /// @param stepA how many further the next one is
  /// @param y the first result; the others follow it
  record Run(long a, long stepA, long b, long stepB, long y, int count) {}

  /// The runs of a product, as few as can be.
  static ImmutableList<Run> of(Shape a, Shape b, Shape y) {
    long[] left = matrices(a, y);
    long[] right = matrices(b, y);
    ImmutableList.Builder<Run> runs = ImmutableList.builder();
    int start = 0;
    while (start < left.length) {
      int end = start + 1;
      long stepA = end < left.length ? left[end] - left[start] : 0;
      long stepB = end < left.length ? right[end] - right[start] : 0;
      boolean forward = stepA >= 0 && stepB >= 0;
      while (forward
          && end < left.length
          && left[end] - left[end - 1] == stepA
          && right[end] - right[end - 1] == stepB) {
        end++;
      }
      runs.add(new Run(left[start], stepA, right[start], stepB, start, end - start));
      start = end;
    }
    return runs.build();
  }

  /// For each matrix of the result, which one of an operand it is made from.
  private static long[] matrices(Shape operand, Shape y) {
    int batchRank = y.rank() - 2;
    long[] batch = Arrays.copyOf(y.dims(), batchRank);
    long[] steps = new long[batchRank];
    int missing = y.rank() - operand.rank();
    long step = 1;
    for (int axis = batchRank - 1; axis >= missing; axis--) {
      long dim = operand.dim(axis - missing);
      steps[axis] = dim == 1 ? 0 : step;
      step *= dim;
    }
    long[] result = new long[Math.toIntExact(y.elementCount(0, batchRank))];
    for (int i = 0; i < result.length; i++) {
      long rest = i;
      for (int axis = batchRank - 1; axis >= 0; axis--) {
        result[i] += rest % batch[axis] * steps[axis];
        rest /= batch[axis];
      }
    }
    return result;
  }
}
