package io.scopegraph.runtime.host;

import io.scopegraph.op.Reduce;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// The statistics over axes, for numbers of any type: floating-point ones accumulate as doubles and
/// are rounded once, integers accumulate as longs.
final class Reduction {
  private Reduction() {}

  static Tensor reduce(Reduce op, Tensor x, TensorSpec output) {
    Tensor target = Tensor.allocate(output);
    int results = Math.toIntExact(target.elementCount());
    if (x.dtype().isFloating()) {
      double[] sums = new double[results];
      Arrays.fill(sums, start(op.function()));
      walk(op, x, (at, i) -> sums[at] = next(op.function(), sums[at], x.getDouble(i)));
      double count = (double) x.elementCount() / results;
      for (int i = 0; i < results; i++) {
        target.setDouble(i, op.function() == Reduce.Function.MEAN ? sums[i] / count : sums[i]);
      }
      return target;
    }
    long[] sums = new long[results];
    Arrays.fill(sums, start(op.function(), x.dtype()));
    walk(op, x, (at, i) -> sums[at] = next(op.function(), sums[at], x.getLong(i)));
    long count = results == 0 ? 1 : Math.max(1, x.elementCount() / results);
    for (int i = 0; i < results; i++) {
      target.setLong(i, op.function() == Reduce.Function.MEAN ? sums[i] / count : sums[i]);
    }
    return target;
  }

  @FunctionalInterface
  private interface Visitor {
    void visit(int result, long element);
  }

  /// Visits all elements, each with the index of the result that it belongs to.
  private static void walk(Reduce op, Tensor x, Visitor visitor) {
    long[] dims = x.shape().dims();
    boolean[] reduced = op.mask(dims.length);
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      if (!reduced[axis]) {
        strides[axis] = stride;
        stride *= dims[axis];
      }
    }
    IndexWalk results = new IndexWalk(dims, strides);
    long count = x.elementCount();
    for (long i = 0; i < count; i++) {
      visitor.visit((int) results.next(), i);
    }
  }

  private static double start(Reduce.Function function) {
    return switch (function) {
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      case PROD -> 1;
      case MEAN, SUM -> 0;
    };
  }

  private static long start(Reduce.Function function, DType dtype) {
    return switch (function) {
      case MAX -> dtype.minInteger();
      case MIN -> dtype.maxInteger();
      case PROD -> 1;
      case MEAN, SUM -> 0;
    };
  }

  private static double next(Reduce.Function function, double sum, double element) {
    return switch (function) {
      case MAX -> Math.max(sum, element);
      case MIN -> Math.min(sum, element);
      case PROD -> sum * element;
      case MEAN, SUM -> sum + element;
    };
  }

  private static long next(Reduce.Function function, long sum, long element) {
    return switch (function) {
      case MAX -> Math.max(sum, element);
      case MIN -> Math.min(sum, element);
      case PROD -> sum * element;
      case MEAN, SUM -> sum + element;
    };
  }
}
