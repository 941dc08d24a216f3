package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.Op;
import io.scopegraph.op.Reduce;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ReduceCases implements Cases {
  private static final Integer[][] AXES = {{}, {0}, {1}, {-1}, {1, 2}, {0, 3}, {0, 2}, {1, 2, 3}};

  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Reduce.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Reduce.Function function : Reduce.Function.values()) {
      for (Integer[] axes : AXES) {
        boolean product = function == Reduce.Function.PROD;
        Draw draw = new Draw(cases.size());
        Tensor x = product ? draw.between(0.75, 1.25, 2, 4, 6, 13) : draw.floats(2, 4, 6, 13);
        cases.add(reduce(function, x, true, axes));
        cases.add(reduce(function, x, false, axes));
      }
      cases.add(reduce(function, new Draw(1).between(0.5, 1.5, 1, 17, 19, 207), true, 1, 2));
      cases.add(reduce(function, new Draw(2).between(0.5, 1.5, 3, 702), false, 1));
      cases.add(reduce(function, new Draw(3).floats(2, 0, 3), false, 1));
      for (DType dtype : Draw.DTYPES) {
        if (dtype != DType.BOOL && dtype != DType.FLOAT32) {
          cases.add(reduce(function, new Draw(4).of(dtype, 1, 3, 3, 4), false, 1));
        }
      }
    }
    Tensor nan = Tensor.ofFloats(Shape.of(2, 3), 1, Float.NaN, 3, 4, 5, 6);
    cases.add(reduce(Reduce.Function.MAX, nan, false, 1));
    cases.add(reduce(Reduce.Function.MIN, nan, false, 0));
    return cases;
  }

  private static Case reduce(
      Reduce.Function function, Tensor x, boolean keepDims, Integer... axes) {
    Reduce op = new Reduce(function, ImmutableList.copyOf(axes), keepDims);
    boolean[] mask = op.mask(x.shape().rank());
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < mask.length; axis++) {
      if (!mask[axis] || keepDims) {
        dims.add(mask[axis] ? 1 : x.shape().dim(axis));
      }
    }
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    int outputs = (int) shape.elementCount();
    double[] values = new double[outputs];
    double[] magnitudes = new double[outputs];
    int[] counts = new int[outputs];
    java.util.Arrays.fill(values, start(function, x.dtype()));
    for (int i = 0; i < x.elementCount(); i++) {
      int[] index = Grid.index(x.shape(), i);
      int to = 0;
      for (int axis = 0; axis < mask.length; axis++) {
        to = mask[axis] ? to : to * (int) x.shape().dim(axis) + index[axis];
      }
      double value = x.getDouble(i);
      values[to] =
          switch (function) {
            case MAX -> Math.max(values[to], value);
            case MIN -> Math.min(values[to], value);
            case MEAN, SUM -> values[to] + value;
            case PROD -> values[to] * value;
          };
      magnitudes[to] += Math.abs(value);
      counts[to]++;
    }
    int count = outputs == 0 ? 0 : counts[0];
    for (int i = 0; i < outputs; i++) {
      if (function == Reduce.Function.MEAN) {
        double mean = values[i] / count;
        boolean whole = x.dtype().isInteger();
        values[i] = whole ? (long) mean : mean;
        magnitudes[i] /= count;
      }
      if (function == Reduce.Function.PROD) {
        magnitudes[i] = Math.abs(values[i]) * Math.sqrt(count);
      }
    }
    return Case.of(
        x.spec() + " over " + List.of(axes) + (keepDims ? " kept" : ""),
        op,
        x,
        Expected.sums(x.spec().withShape(shape), values, magnitudes, count));
  }

  private static double start(Reduce.Function function, DType dtype) {
    return switch (function) {
      case MAX -> dtype.isFloating() ? Double.NEGATIVE_INFINITY : Integer.MIN_VALUE;
      case MIN -> dtype.isFloating() ? Double.POSITIVE_INFINITY : Integer.MAX_VALUE;
      case MEAN, SUM -> 0;
      case PROD -> 1;
    };
  }
}
